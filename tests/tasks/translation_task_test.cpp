#include "attend/tasks/translation_task.h"

#include <cmath>

#include "small_config.h"
#include <gmock/gmock.h>

#include "attend/core/error.h"
#include "attend/decoding/generation_config.h"
#include "attend/tasks/factory.h"
#include "attend/tasks/translation_batches.h"

namespace attend {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;
using testing::Key;

class TranslationTaskTest : public testing::Test {
 protected:
  std::unique_ptr<Task> task(const std::vector<std::string>& overrides = {}) const {
    return make_task(corpus.config(overrides), {}, torch::kCPU);
  }

  test::SmallCorpus corpus;
};

// The batch's pair number `row` as a batch without padding.
TranslationBatch only(const TranslationBatch& batch, int64_t row) {
  TranslationBatch one;
  const auto source = batch.source_lengths[row].item<int64_t>();
  const auto target = batch.targets[row].ge(0).sum().item<int64_t>();
  one.source = batch.source.narrow(0, row, 1).narrow(1, 0, source);
  one.source_lengths = batch.source_lengths.narrow(0, row, 1);
  one.inputs = batch.inputs.narrow(0, row, 1).narrow(1, 0, target);
  one.targets = batch.targets.narrow(0, row, 1).narrow(1, 0, target);
  return one;
}

TEST_F(TranslationTaskTest, TheLossOfABatchIsTheSumOfItsPairs) {
  const auto task = this->task();
  const auto stream = task->batches(1, 0, 0);
  const auto any = stream->next();
  const auto& batch = static_cast<const TranslationBatch&>(*any);
  ASSERT_GT(batch.examples, 1);
  auto context = Context::inference();
  const LossSum loss = task->loss(batch, context);
  EXPECT_EQ(loss.count, batch.target_tokens);
  EXPECT_GT(std::abs(loss.sum.item<double>() - loss.nll.item<double>()), 0.1);  // smoothed
  double sum = 0, nll = 0;
  for (int64_t row = 0; row < batch.examples; ++row) {
    const LossSum one = task->loss(only(batch, row), context);
    sum += one.sum.item<double>();
    nll += one.nll.item<double>();
  }
  EXPECT_NEAR(loss.sum.item<double>(), sum, 1e-5 * sum);
  EXPECT_NEAR(loss.nll.item<double>(), nll, 1e-5 * nll);
}

TEST_F(TranslationTaskTest, InputsAreTheTargetsOnePlaceLater) {
  const auto task = this->task();
  const auto any = task->batches(1, 0, 0)->next();
  const auto& batch = static_cast<const TranslationBatch&>(*any);
  const int64_t width = batch.targets.size(1);
  const auto later = batch.inputs.narrow(1, 1, width - 1), earlier = batch.targets.narrow(1, 0, width - 1);
  const auto next_counts = batch.targets.narrow(1, 1, width - 1).ge(0);
  EXPECT_TRUE(later.masked_select(next_counts).equal(earlier.masked_select(next_counts)));
  EXPECT_TRUE(batch.inputs.ge(0).all().item<bool>());  // padding that can be looked up
}

TEST_F(TranslationTaskTest, ATargetPositionTakesMoreMemoryThanASourcePosition) {
  const auto task = this->task();
  const auto batch = [](int64_t source, int64_t target) {
    TranslationBatch zeros;
    zeros.source = torch::zeros({4, source}, torch::kLong);
    zeros.inputs = zeros.targets = torch::zeros({4, target}, torch::kLong);
    return zeros;
  };
  EXPECT_GT(task->activations(batch(10, 40)),
            task->activations(batch(40, 10)));  // the decoder also sees the source
}

TEST_F(TranslationTaskTest, BatchesBeginAnywhereWithoutReplay) {
  const auto task = this->task();
  const int64_t count = task->batch_count(3, 2);
  ASSERT_GT(count, 2);
  const auto whole = task->batches(3, 2, 0);
  whole->next();
  const auto rest = task->batches(3, 2, 1);
  for (int64_t i = 1; i < count; ++i) {
    const auto expected = whole->next(), found = rest->next();
    EXPECT_TRUE(static_cast<TranslationBatch&>(*found).source.equal(
        static_cast<TranslationBatch&>(*expected).source));
  }
  EXPECT_EQ(rest->next(), nullptr);
}

TEST_F(TranslationTaskTest, EvaluateGivesTheLossAndTheMetricsAskedFor) {
  const auto scores = task()->evaluate();
  EXPECT_THAT(scores, ElementsAre(Key("chrf"), Key("loss"), Key("perplexity")));
  EXPECT_NEAR(scores.at("perplexity"), std::exp(scores.at("loss")), 1e-9);
  EXPECT_THAT(task({"data.validation=null", "validation.metrics=[]"})->evaluate(), IsEmpty());
}

TEST_F(TranslationTaskTest, KnowsWhichScoresAreBetterLarger) {
  const auto task = this->task();
  EXPECT_FALSE(task->larger_is_better("loss"));
  EXPECT_FALSE(task->larger_is_better("ter"));
  EXPECT_TRUE(task->larger_is_better("bleu"));
  EXPECT_THROW(task->larger_is_better("blue"), UsageError);
}

TEST_F(TranslationTaskTest, TheFingerprintIsThatOfTheTrainingData) {
  const uint64_t before = task()->data_fingerprint();
  EXPECT_EQ(task({"model.d_model=16", "training.seed=9"})->data_fingerprint(), before);
  EXPECT_NE(task({"data.train.limit=35"})->data_fingerprint(), before);
}

TEST_F(TranslationTaskTest, SavesAFolderThatOpensWithItsTokenizersAndDecoding) {
  const auto task = this->task();
  task->save(corpus.folder.path());
  const auto model = open_translation_model(corpus.folder.path());
  const auto again = make_task(corpus.config(), corpus.folder.path(), torch::kCPU);  // with these tokenizers
  EXPECT_EQ(again->data_fingerprint(), task->data_fingerprint());
  EXPECT_EQ(model.network->parameters().size(), task->model().parameters().size());
  EXPECT_EQ(read_generation_config(corpus.folder.path()).max_length, 12);
}

TEST_F(TranslationTaskTest, LossesAreOfTheWeightsAsTheyAre) {
  const auto exact = task()->evaluate(), rounded = task({"decoding.precision=int8"})->evaluate();
  EXPECT_EQ(rounded.at("loss"), exact.at("loss"));
}

// What happens, in order, one word each.
class Events : public Observer {
 public:
  void on_start(const Progress&) override { words.push_back("start"); }
  void on_update(const UpdateReport&) override { words.push_back("update"); }
  void on_validation(const ValidationReport& report) override {
    words.push_back(report.is_best ? "best" : "validation");
  }
  void on_checkpoint(const CheckpointReport&) override { words.push_back("checkpoint"); }
  void on_end(const EndReport&) override { words.push_back("end"); }

  std::vector<std::string> words;
};

TEST_F(TranslationTaskTest, ObserversHearOfAScoreBeforeTheCheckpointThatHoldsIt) {
  const auto config = corpus.config();
  const auto task = this->task();
  const RunFolder folder(corpus.folder / "run", write(config_schema(), config), RunStart::fresh);
  SingleProcess communicator;
  Events events;
  Trainer(*task, trainer_options(config), folder, communicator, {&events}).run(StopRequest());
  EXPECT_THAT(events.words, ElementsAre("start", "update", "update", "best", "checkpoint", "update", "update",
                                        "best", "checkpoint", "end"));
}

}  // namespace
}  // namespace attend
