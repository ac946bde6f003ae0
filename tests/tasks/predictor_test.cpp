#include "attend/tasks/predictor.h"

#include "small_bert_runs.h"
#include "support/expect_error.h"
#include <gmock/gmock.h>

#include "attend/core/error.h"
#include "attend/tasks/factory.h"
#include "attend/tasks/fine_tuning_task.h"
#include "attend/tasks/text_embedder.h"

namespace attend {
namespace {

using testing::HasSubstr;

class PredictorTest : public testing::Test {
 protected:
  // A model with initial weights, of another spread so that texts are told apart.
  BertModel model(const BertHead& head) const {
    auto config = std::get<SequenceClassificationConfig>(runs.sequences({"model.initializer_range=0.5"}));
    return make_bert(config.model, head, make_wordpiece(config, {}), 7);
  }
  static std::unique_ptr<Predictor> predictor(const BertModel& model) {
    return make_predictor(model, PredictorOptions(*model.network), torch::kCPU);
  }
  static std::vector<PredictionInput> texts() {
    return {{{"the film was good"}, {}},
            {{"the soup"}, {}},
            {{"a book", "it is really dull"}, {}},
            {{"the song was really dull"}, {}},
            {{""}, {}},
            {{"a book"}, {}},
            {{"the good film was not there"}, {}},
            {{"the poor film"}, {}}};
  }

  test::SmallBertRuns runs;
};

TEST_F(PredictorTest, APredictionDoesNotChangeWithItsNeighbours) {
  const auto model = this->model({BertTask::sequence_classification, {"a", "b", "c"}});
  const auto predictor = this->predictor(model);
  const auto together = predictor->predict(texts());
  for (size_t i = 0; i < together.size(); ++i)
    EXPECT_EQ(predictor->predict({texts()[i]})[0].dump(), together[i].dump()) << i;
  EXPECT_NE(together[2].dump(), together[5].dump());  // the second text counts
}

TEST_F(PredictorTest, ProbabilitiesAddUpAndScoresAreNumbers) {
  const auto classes = predictor(model({BertTask::sequence_classification, {"a", "b"}}))->predict(texts())[0];
  EXPECT_NEAR(classes["probabilities"]["a"].get<double>() + classes["probabilities"]["b"].get<double>(), 1,
              1e-12);
  const auto number =
      predictor(model({BertTask::sequence_classification, {"LABEL_0"}, BertProblem::regression}))
          ->predict(texts())[0];
  EXPECT_TRUE(number["score"].is_number());
  const auto sets =
      predictor(
          model({BertTask::sequence_classification, {"a", "b"}, BertProblem::multi_label_classification}))
          ->predict(texts())[0];
  EXPECT_EQ(sets["labels"].size(), (sets["probabilities"]["a"] > 0.5) + (sets["probabilities"]["b"] > 0.5));
}

TEST_F(PredictorTest, EmbeddingsAreTheMeanOrTheFirstState) {
  const auto model = this->model({});
  const auto mean = TextEmbedder(model, Pooling::mean, 32, torch::kCPU).embed(texts()),
             first = TextEmbedder(model, Pooling::cls, 32, torch::kCPU).embed(texts());
  EXPECT_EQ(mean.size(0), 8);
  EXPECT_EQ(mean.size(1), 32);
  EXPECT_FALSE(torch::allclose(mean, first));
  const auto ids = model.tokenizer->encode("the soup");
  std::vector<int64_t> row = {model.tokenizer->special().bos};
  row.insert(row.end(), ids.begin(), ids.end());
  row.push_back(model.tokenizer->special().eos);
  auto context = Context::inference();
  const c10::InferenceMode inference;
  const auto input = torch::tensor(row).unsqueeze(0);
  const auto hidden = model.network->bert().forward({input, torch::zeros_like(input), {}}, context)[0];
  EXPECT_TRUE(torch::allclose(mean[1], hidden.mean(0), 1e-5, 1e-6));
  EXPECT_TRUE(torch::allclose(first[1], hidden[0], 1e-5, 1e-6));
  EXPECT_EQ(TextEmbedder(model, Pooling::cls, 32, torch::kCPU).predict(texts())[1]["embedding"].size(), 32u);
}

TEST_F(PredictorTest, AModelWithoutAClassifierIsRefused) {
  EXPECT_THAT(test::error_of([&] { predictor(model({})); }), HasSubstr("--embeddings"));
  const BertHead several{BertTask::sequence_classification, {"x", "y"}, BertProblem::regression};
  EXPECT_THAT(test::error_of([&] { predictor(model(several)); }), HasSubstr("a regression of 2 numbers"));
}

TEST_F(PredictorTest, ATextOverThePositionsLosesItsEnd) {
  std::string longest = "the";
  for (int i = 0; i < 100; ++i) longest += " film";
  const auto model = this->model({BertTask::sequence_classification, {"a", "b"}});
  const auto predictor = this->predictor(model);
  EXPECT_EQ(predictor->predict({{{longest}, {}}})[0].dump(),
            predictor->predict({{{longest + " soup"}, {}}})[0].dump());
  auto options = PredictorOptions(*model.network);
  options.max_length = 5;
  EXPECT_EQ(make_predictor(model, options, torch::kCPU)->predict({{{longest}, {}}})[0].dump(),
            predictor->predict({{{"the film film"}, {}}})[0].dump());
}

}  // namespace
}  // namespace attend
