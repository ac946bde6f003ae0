#include "attend/training/run_folder.h"

#include "support/expect_error.h"
#include "support/temp_folder.h"
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "attend/core/error.h"

namespace attend {
namespace {

Json config() {
  return Json::parse(
      R"({"model": {"d_model": 8, "layers": 2}, "training": {"duration": "1 epochs", "seed": 1},
                         "validation": {"every": "1 epochs"}})");
}

TEST(CheckResumable, DurationValidationCheckpointsAndReportingMayChange) {
  Json now = config();
  now["training"]["duration"] = "2 epochs";
  now["validation"] = {{"every", "5 updates"}};
  now["checkpoints"] = {{"keep", 3}};
  EXPECT_NO_THROW(check_resumable(config(), now));
}

TEST(CheckResumable, NamesEverythingElseThatChanged) {
  Json now = config();
  now["training"]["seed"] = 2;
  now["model"].erase("layers");
  EXPECT_THROW(check_resumable(config(), now), UsageError);
  EXPECT_THAT(test::error_of([&] { check_resumable(config(), now); }),
              testing::AllOf(testing::HasSubstr("training.seed was 1 and is 2"),
                             testing::HasSubstr("model.layers was 2 and is not there")));
}

TEST(RunFolder, KeepsTheConfigurationAndRefusesASecondStart) {
  const test::TempFolder temp;
  {
    const RunFolder run(temp / "run", config(), RunStart::fresh);
    run.begin();
  }
  EXPECT_EQ(read_json(temp / "run" / "config.json"), config());
  EXPECT_THROW(RunFolder(temp / "run", config(), RunStart::fresh), UsageError);
  EXPECT_NO_THROW(RunFolder(temp / "run", config(), RunStart::resume));
}

TEST(RunFolder, AStartThatFailedBeforeItBeganIsNone) {
  const test::TempFolder temp;
  { const RunFolder run(temp / "run", config(), RunStart::fresh); }
  EXPECT_FALSE(std::filesystem::exists(temp / "run"));
  EXPECT_NO_THROW(RunFolder(temp / "run", config(), RunStart::fresh));
}

TEST(RunFolder, WhatIsNotItsOwnStays) {
  const test::TempFolder temp;
  std::filesystem::create_directory(temp / "empty");
  { const RunFolder run(temp / "empty", config(), RunStart::fresh); }
  EXPECT_TRUE(std::filesystem::exists(temp / "empty"));
  {
    const RunFolder run(temp / "run", config(), RunStart::fresh);
    temp.write("run/notes", "");
  }
  EXPECT_TRUE(std::filesystem::exists(temp / "run/notes"));
}

TEST(RunFolder, AKeyThatWasNotThereHadItsDefault) {
  const test::TempFolder temp;
  Json before = config();
  before["training"].erase("seed");
  RunFolder(temp / "run", before, RunStart::fresh).begin();
  const auto with_defaults = [](const std::filesystem::path& file) {
    Json stored = read_json(file);
    stored["training"]["seed"] = 1;
    return stored;
  };
  EXPECT_THROW(RunFolder(temp / "run", config(), RunStart::resume), UsageError);
  EXPECT_NO_THROW(RunFolder(temp / "run", config(), RunStart::resume, with_defaults));
}

TEST(RunFolder, ResumingWhatNeverBeganBeginsIt) {
  const test::TempFolder temp;
  EXPECT_NO_THROW(RunFolder(temp / "run", config(), RunStart::resume));
}

// Otherwise other weights went on under another configuration, and older files were lost.
TEST(RunFolder, APartOfARunIsNoFreshFolder) {
  for (const auto* part :
       {"checkpoints/step-0000004/config.json", "log.jsonl", "best", "last/model.safetensors"}) {
    const test::TempFolder temp;
    temp.write(std::filesystem::path("run") / part, "text");
    EXPECT_THROW(RunFolder(temp / "run", config(), RunStart::fresh), UsageError) << part;
    EXPECT_FALSE(std::filesystem::exists(temp / "run/.lock")) << part;
  }
}

TEST(RunFolder, ARunWithoutItsConfigurationIsNotResumed) {
  const test::TempFolder temp;
  temp.write("run/log.jsonl", "{}\n");
  EXPECT_THAT(test::error_of([&] { RunFolder(temp / "run", config(), RunStart::resume); }),
              testing::HasSubstr((temp / "run/config.json").string()));
  EXPECT_FALSE(std::filesystem::exists(temp / "run/.lock"));
}

TEST(RunFolder, AFolderInTheLinksPlaceIsFoundBeforeTraining) {
  const test::TempFolder temp;
  RunFolder(temp / "run", config(), RunStart::fresh).begin();
  std::filesystem::create_directory(temp / "run/best");
  EXPECT_THAT(test::error_of([&] { RunFolder(temp / "run", config(), RunStart::resume); }),
              testing::HasSubstr((temp / "run/best").string()));
}

TEST(RunFolder, WhatAKilledStartLeftIsNoRun) {
  const test::TempFolder temp;
  temp.write("run/log.jsonl", "");
  temp.write("run/data.txt", "not ours");
  std::filesystem::create_directory(temp / "run/checkpoints");
  EXPECT_NO_THROW(RunFolder(temp / "run", config(), RunStart::fresh));
  EXPECT_NO_THROW(RunFolder(temp / "run", config(), RunStart::resume));
  EXPECT_FALSE(std::filesystem::exists(temp / "run/.lock"));
}

TEST(RunFolder, IsLockedWhileItLives) {
  const test::TempFolder temp;
  const RunFolder run(temp / "run", config(), RunStart::fresh);
  EXPECT_THROW(RunFolder(temp / "run", config(), RunStart::resume), Error);
}

}  // namespace
}  // namespace attend
