#include "attend/training/schema.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "attend/config/load.h"

namespace attend {
namespace {

using testing::ElementsAre;

template <class T>
std::vector<std::string> mistakes(const Schema<T>& schema, const std::string& text) {
  std::vector<std::string> paths;
  const Loaded<T> loaded = load(schema, text, "test.json");
  for (const Problem& problem : loaded.problems.list()) paths.push_back(problem.path);
  return paths;
}

TEST(TrainingSchema, ReadsTheKeysOfTheDesign) {
  const auto loaded = load(training_schema(), R"({
    "duration": "20 epochs", "batch_tokens": 4096, "accumulate": 1, "precision": "bf16", "label_smoothing": 0.1,
    "clip_norm": 1.0, "seed": 1, "optimizer": {"type": "adamw", "lr": 5e-4, "betas": [0.9, 0.98]},
    "schedule": {"type": "inverse_sqrt", "warmup": "1000 updates"}})",
                           "test.json");
  EXPECT_NO_THROW(loaded.problems.throw_if_any());
  EXPECT_EQ(loaded.value.precision, Precision::bf16);
  EXPECT_EQ(loaded.value.optimizer.betas[1], 0.98);
}

TEST(TrainingSchema, DefaultsContradictNothing) {
  EXPECT_THAT(mistakes(training_schema(), "{}"), ElementsAre());
  EXPECT_THAT(mistakes(validation_schema({"bleu", "chrf"}), "{}"), ElementsAre());
  EXPECT_THAT(mistakes(checkpoint_schema(), "{}"), ElementsAre());
}

TEST(TrainingSchema, RefusesAWarmupLongerThanTheRun) {
  EXPECT_THAT(
      mistakes(training_schema(), R"({"duration": "10 updates", "schedule": {"warmup": "10 updates"}})"),
      ElementsAre("schedule.warmup"));
}

TEST(TrainingSchema, TakesEveryUnitWhereTheScheduleCanBeDrawn) {
  for (const std::string type : {"constant", "inverse_sqrt", "linear", "cosine", "one_cycle"}) {
    const std::string schedule = R"("schedule": {"type": ")" + type + R"(", "warmup": )";
    EXPECT_THAT(mistakes(training_schema(), R"({"duration": "9M tokens", )" + schedule + R"("1M tokens"}})"),
                ElementsAre());
    EXPECT_THAT(mistakes(training_schema(), R"({"duration": "9 epochs", )" + schedule + R"("50 updates"}})"),
                ElementsAre());
  }
  EXPECT_THAT(mistakes(training_schema(), R"({"duration": "9 epochs", "schedule": {"warmup": "1M tokens"}})"),
              ElementsAre());
  EXPECT_THAT(mistakes(training_schema(),
                       R"({"duration": "9M tokens", "schedule": {"type": "linear", "warmup": "0 updates"}})"),
              ElementsAre());
}

TEST(TrainingSchema, RefusesAWarmupAndADurationThatCannotBeCompared) {
  EXPECT_THAT(mistakes(training_schema(),
                       R"({"duration": "9M tokens", "schedule": {"type": "linear", "warmup": "5 updates"}})"),
              ElementsAre("schedule.warmup"));
  EXPECT_THAT(mistakes(training_schema(),
                       R"({"duration": "9 epochs", "schedule": {"type": "cosine", "warmup": "5M tokens"}})"),
              ElementsAre("schedule.warmup"));
}

TEST(TrainingSchema, RefusesOneCycleWithoutAWarmup) {
  EXPECT_THAT(mistakes(training_schema(), R"({"schedule": {"type": "one_cycle", "warmup": "0 updates"}})"),
              ElementsAre("schedule.warmup"));
}

TEST(TrainingSchema, RefusesBetasOutOfRange) {
  EXPECT_THAT(mistakes(training_schema(), R"({"optimizer": {"betas": [0.9, 1.0]}})"),
              ElementsAre("optimizer.betas"));
}

TEST(ValidationSchema, TheBestScoreMustBeAmongThoseTaken) {
  EXPECT_THAT(mistakes(validation_schema({"bleu", "chrf"}), R"({"metrics": ["chrf"], "best": "bleu"})"),
              ElementsAre("best"));
  EXPECT_THAT(mistakes(validation_schema({"bleu", "chrf"}), R"({"metrics": ["chrf"], "best": "chrf"})"),
              ElementsAre());
}

}  // namespace
}  // namespace attend
