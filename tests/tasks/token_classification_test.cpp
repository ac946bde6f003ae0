#include "small_bert_runs.h"
#include "support/expect_error.h"
#include <gmock/gmock.h>

#include "attend/tasks/evaluation.h"
#include "attend/tasks/factory.h"
#include "attend/tasks/tag_predictor.h"
#include "attend/tasks/token_classification_task.h"
#include "attend/training/trainer.h"

namespace attend {
namespace {

using testing::AllOf;
using testing::ElementsAre;
using testing::HasSubstr;

class TokenClassification : public testing::Test {
 protected:
  // Trains until all is learnt.
  Scores train(const std::vector<std::string>& overrides = {}) const {
    auto all = overrides;
    all.push_back("training.duration=40 updates");
    all.push_back(R"(validation.metrics=["f1","precision","recall","f1_macro","accuracy"])");
    const auto config = runs.tags(all);
    const auto task = make_task(config, {}, torch::kCPU);
    const RunFolder folder(runs.folder / "run", write(config_schema(), config), RunStart::fresh);
    SingleProcess communicator;
    Trainer(*task, trainer_options(config), folder, communicator, {}).run(StopRequest());
    return task->evaluate();
  }

  test::SmallBertRuns runs;
};

TEST_F(TokenClassification, LearnsEntities) {
  const auto scores = train();
  EXPECT_EQ(scores.at("f1"), 1.0);
  EXPECT_EQ(scores.at("accuracy"), 1.0);
  EXPECT_THAT(open_bert(runs.folder / "run/best").network->head().labels,
              ElementsAre("B-word", "I-word", "O"));
}

TEST_F(TokenClassification, ScoresDoNotDependOnHowSentencesAreCut) {
  train();
  const auto model = open_bert(runs.folder / "run/best");
  const auto score = [&](int64_t max_length) {
    auto config = std::get<TokenClassificationConfig>(runs.tags());
    config.data.max_length = max_length;
    const auto words =
        load_tagged_words(config.data.train, config.data, *model.tokenizer, TokenCache(config.data.cache));
    return evaluate_tags(model, words, LabelSet(model.network->head().labels), config, torch::kCPU)
        .scores.at("f1");
  };
  EXPECT_EQ(score(20), 1.0);
  EXPECT_GT(score(5), 0.5);  // an entity over two sequences is still one
}

TEST_F(TokenClassification, FindsEntitiesWithTheirPlaces) {
  train();
  const auto model = open_bert(runs.folder / "run/best");
  const TagPredictor predictor(model, /*max_length=*/32, torch::kCPU);
  const auto found = predictor.predict({{{"the g\u00f3od film was there"}, {}},
                                        {{}, std::vector<std::string>{"the", "good", "film"}},
                                        {{""}, {}}});
  ASSERT_EQ(found[0]["entities"].size(), 1u) << found[0];
  const auto& entity = found[0]["entities"][0];
  EXPECT_EQ(entity["type"], "word");
  EXPECT_EQ(entity["text"], "g\u00f3od film");
  EXPECT_EQ(entity["begin"], 4);
  EXPECT_EQ(entity["end"], 13);
  EXPECT_GT(entity["score"], 0.5);
  const auto& words = found[1]["words"];
  ASSERT_EQ(words.size(), 3u);
  EXPECT_EQ(words[0]["tag"], "O");
  EXPECT_EQ(words[1]["tag"], "B-word");
  EXPECT_EQ(words[2]["tag"], "I-word");
  EXPECT_EQ(words[1]["text"], "good");
  EXPECT_EQ(words[1]["begin"], 4);
  EXPECT_EQ(words[1]["end"], 8);
  EXPECT_EQ(found[1]["entities"][0]["text"], "good film");
  EXPECT_EQ(found[2].dump(), R"({"entities":[],"words":[]})");
}

TEST_F(TokenClassification, TagsOfNoEntitiesAreScoredEachAndGiveNone) {
  runs.folder.write("speech.conll", "the\tDET\nfilm\tNOUN\n\nthe\tDET\nsoup\tNOUN\n");
  const auto config = std::get<TokenClassificationConfig>(
      runs.tags({"data.train.files=speech.conll", "data.validation.files=speech.conll"}));
  const auto task = make_task(config, {}, torch::kCPU);
  std::filesystem::create_directory(runs.folder / "model");
  task->save(runs.folder / "model");
  const auto evaluation = evaluate_model(config, runs.folder / "model", torch::kCPU);
  EXPECT_THAT(evaluation.labels, testing::UnorderedElementsAre(testing::Key("DET"), testing::Key("NOUN")));
  const auto model = open_bert(runs.folder / "model");
  const auto found = TagPredictor(model, 32, torch::kCPU).predict({{{"the film"}, {}}})[0];
  EXPECT_TRUE(found["entities"].empty());
  EXPECT_EQ(found["words"].size(), 2u);
}

TEST_F(TokenClassification, OneTagAloneIsNothingToLearn) {
  runs.folder.write("one.conll", "the\tO\nfilm\tO\n");
  EXPECT_THAT(test::error_of([&] {
                make_task(runs.tags({"data.train.files=one.conll", "data.validation.files=one.conll"}), {},
                          torch::kCPU);
              }),
              AllOf(HasSubstr("one.conll, line 1"), HasSubstr("two tags")));
}

TEST_F(TokenClassification, ATagThatTrainingLacksIsNamed) {
  runs.folder.write("other.conll", "the\tO\nfilm\tB-wrd\n");
  EXPECT_THAT(
      test::error_of([&] { make_task(runs.tags({"data.validation.files=other.conll"}), {}, torch::kCPU); }),
      AllOf(HasSubstr("other.conll, line 2"), HasSubstr("B-wrd"), HasSubstr("B-word")));
}

}  // namespace
}  // namespace attend
