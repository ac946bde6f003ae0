// The files in configs/ on the data that they are for.
#include <cstdlib>

#include "program.h"
#include <gmock/gmock.h>

#include "attend/core/json.h"

namespace attend {
namespace {

using testing::HasSubstr;

std::string data_folder() {
  const char* data = std::getenv("ATTEND_DATA");
  return data ? std::filesystem::absolute(data).string() : "";
}

std::string config(const std::string& name) { return std::string(ATTEND_SOURCE_DIR) + "/configs/" + name; }

TEST(Recipes, TheDemoIsComplete) {
  const test::TempFolder folder;
  const auto outcome = test::run(folder, "config check " + config("demo.json"));
  EXPECT_EQ(outcome.exit_code, 0) << outcome.errors;
}

TEST(Recipes, Multi30kIsComplete) {
  if (data_folder().empty()) GTEST_SKIP() << "ATTEND_DATA names no folder";
  const test::TempFolder folder;
  const auto outcome = test::run(folder, "config check " + config("multi30k-de-en.json") +
                                             " --set data.dir=" + data_folder() + "/multi30k");
  EXPECT_EQ(outcome.exit_code, 0) << outcome.errors;
}

test::Outcome on_the_lectures_data(const test::TempFolder& folder, const std::string& command,
                                   const std::string& name) {
  return test::run(folder,
                   command + " " + config(name) + " --threads 1 --set data.dir=" + data_folder() + "/d2l");
}

TEST(Recipes, TheLecturesTransformerHasTheirNumberOfParameters) {
  if (data_folder().empty()) GTEST_SKIP() << "ATTEND_DATA names no folder";
  const test::TempFolder folder;
  const auto outcome = on_the_lectures_data(folder, "train --dry-run", "d2l-transformer.json");
  ASSERT_EQ(outcome.exit_code, 0) << outcome.errors;
  EXPECT_THAT(outcome.errors, HasSubstr("60937 parameters, 10 batches"));
  EXPECT_THAT(outcome.errors, HasSubstr("601 pairs"));
}

TEST(Recipes, TheLecturesOtherModelsMakeAStep) {
  if (data_folder().empty()) GTEST_SKIP() << "ATTEND_DATA names no folder";
  const test::TempFolder folder;
  for (const auto* name : {"d2l-transformer-en.json", "d2l-gru.json", "d2l-bahdanau.json"}) {
    const auto outcome = on_the_lectures_data(folder, "train --dry-run", name);
    EXPECT_EQ(outcome.exit_code, 0) << name << ": " << outcome.errors;
  }
}

TEST(Recipes, ProbesAreScoredAndShown) {
  if (data_folder().empty()) GTEST_SKIP() << "ATTEND_DATA names no folder";
  const test::TempFolder folder;
  const auto outcome = on_the_lectures_data(
      folder, "train --output run --set training.seeds=1 --set training.duration='2 updates'",
      "d2l-gru.json");
  ASSERT_EQ(outcome.exit_code, 0) << outcome.errors;
  EXPECT_THAT(outcome.errors, HasSubstr("probe \"he's calm .\": \""));
  const auto log = read_file(folder / "run/log.jsonl");
  EXPECT_THAT(log, HasSubstr("\"probe_bleu\":"));
  EXPECT_THAT(log, HasSubstr("\"lecture_loss\":"));
}

}  // namespace
}  // namespace attend
