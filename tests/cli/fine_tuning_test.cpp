#include "trained_run.h"
#include <gmock/gmock.h>

#include "attend/core/json.h"

namespace attend {
namespace {

using testing::HasSubstr;

double first_validation_loss(const test::TempFolder& folder, const std::string& run) {
  std::istringstream log(read_file(folder / run / "log.jsonl"));
  for (std::string line; std::getline(log, line);) {
    const auto record = Json::parse(line);
    if (record["kind"] == "validation") return record["scores"]["loss"].get<double>();
  }
  return 0;
}

TEST(FineTuning, BeginsWithTheWeightsOfAnotherRun) {
  test::TempFolder folder;
  folder.write("tiny.json", test::tiny_config());
  ASSERT_EQ(
      test::run(folder, "train tiny.json --threads 1 --set training.duration='\"60 updates\"'").exit_code, 0);
  const std::string flags = " --threads 1 --set training.optimizer.lr=1e-6";
  const auto outcome = test::run(folder, "train tiny.json --output again --set model.from=runs/tiny" + flags);
  ASSERT_EQ(outcome.exit_code, 0) << outcome.errors;
  ASSERT_EQ(test::run(folder, "train tiny.json --output fresh" + flags).exit_code, 0);
  EXPECT_LT(first_validation_loss(folder, "again"), first_validation_loss(folder, "fresh") - 0.5);
  EXPECT_EQ(read_json(folder / "again/last/config.json")["d_model"], 16);
  EXPECT_EQ(read_file(folder / "again/last/vocab.json"), read_file(folder / "runs/tiny/last/vocab.json"));
}

TEST(FineTuning, AnotherShapeThanTheFoldersIsAMistake) {
  const auto& trained = test::trained_run();
  const auto outcome = test::run(trained.folder,
                                 "train tiny.json --output tuned --set model.from=runs/tiny "
                                 "--set model.d_model=24 --set model.encoder_layers=2");
  EXPECT_EQ(outcome.exit_code, 2);
  EXPECT_THAT(outcome.errors, testing::AllOf(HasSubstr("model.d_model"), HasSubstr("24"), HasSubstr("16"),
                                             HasSubstr("model.encoder_layers")));
}

TEST(FineTuning, TheTokenizersOfItsModelAreNotLearntAnew) {
  const auto& trained = test::trained_run();
  const auto outcome =
      test::run(trained.folder, "tokenizer train tiny.json learnt --set model.from=runs/tiny");
  EXPECT_EQ(outcome.exit_code, 2);
  EXPECT_THAT(outcome.errors, testing::AllOf(HasSubstr("model.from"), HasSubstr("which has its tokenizers")));
}

TEST(FineTuning, ADefaultThatContradictsTheFolderIsAMistakeToo) {
  const auto& trained = test::trained_run();
  const auto outcome = test::run(
      trained.folder, "train tiny.json --output tuned --set model.from=runs/tiny --set model.d_model=512");
  EXPECT_EQ(outcome.exit_code, 2);
  EXPECT_THAT(outcome.errors, testing::AllOf(HasSubstr("model.d_model"), HasSubstr("leave the key out")));
}

TEST(FineTuning, TakesTheShapeThatIsNotGivenAndGoesOn) {
  const auto& trained = test::trained_run();
  const std::string begun =
      "train tiny.json --threads 1 --output begun --set 'model={\"from\": \"runs/tiny\"}'";
  const auto first = test::run(trained.folder, begun + " --set training.duration='\"4 updates\"'");
  ASSERT_EQ(first.exit_code, 0) << first.errors;
  EXPECT_EQ(read_json(trained.folder / "begun/config.json")["model"]["d_model"], 16);
  const auto second = test::run(trained.folder, begun + " --resume");
  EXPECT_EQ(second.exit_code, 0) << second.errors;
  const auto resolved =
      test::run(trained.folder, "train begun/config.json --threads 1 --output begun --resume");
  EXPECT_EQ(resolved.exit_code, 0) << resolved.errors;
}

TEST(FineTuning, AFolderWithoutAModelIsAMistakeOfTheConfiguration) {
  test::TempFolder folder;
  folder.write("tiny.json", test::tiny_config());
  const auto outcome =
      test::run(folder, "train tiny.json --set model.from=nowhere --set training.accumulate=0");
  EXPECT_EQ(outcome.exit_code, 2);
  EXPECT_THAT(outcome.errors, testing::AllOf(HasSubstr("model.from"), HasSubstr("accumulate")));
}

}  // namespace
}  // namespace attend
