#include "attend/reporting/json_log.h"

#include <cmath>

#include "sample_run.h"
#include "support/expect_error.h"
#include "support/temp_folder.h"
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/stat.h>

#include "attend/core/error.h"
#include "attend/core/file.h"
#include "attend/core/log.h"
#include "attend/core/strings.h"

namespace attend {
namespace {

using test::TempFolder;
using testing::ElementsAre;
using testing::HasSubstr;

const Json run_facts = {
    {"parameters", 4567890}, {"data", "0f1e2d3c4b5a6978"}, {"device", "cpu"}, {"threads", 2}};

std::vector<Json> lines_of(const std::string& text) {
  std::vector<Json> lines;
  for (const std::string_view line : split(text, '\n')) {
    if (!line.empty()) lines.push_back(Json::parse(line));
  }
  return lines;
}

/// The log without what may differ from run to run.
std::vector<Json> deterministic(const std::string& text) {
  std::vector<Json> lines = lines_of(text);
  for (Json& line : lines) line.erase("time");
  return lines;
}

std::vector<std::string> kinds(const std::string& text) {
  std::vector<std::string> kinds;
  for (const Json& line : lines_of(text)) {
    kinds.push_back(line["kind"].get<std::string>() + " " + line["updates"].dump());
  }
  return kinds;
}

class JsonLogTest : public testing::Test {
 protected:
  /// A run of 200 updates without interruption, and what it logs.
  std::string whole_run() {
    std::filesystem::remove(folder / "whole.jsonl");
    JsonLog log(folder / "whole.jsonl", run_facts);
    test::run(log, 0, 200, 12.5);
    test::end(log, 200, EndReason::duration_reached, 12.5);
    return folder.read("whole.jsonl");
  }

  /// What the log says after a run was killed at `killed` with `tail` half-written, and resumed from update
  /// 100.
  std::string resumed_run(int64_t killed, const std::string& tail) {
    std::filesystem::remove(folder / "log.jsonl");
    {
      JsonLog log(folder / "log.jsonl", run_facts);
      test::run(log, 0, killed, 3);
    }
    folder.write("log.jsonl", folder.read("log.jsonl") + tail);
    JsonLog log(folder / "log.jsonl", run_facts);
    test::run(log, 100, 200, 9);
    test::end(log, 200, EndReason::duration_reached, 9);
    return folder.read("log.jsonl");
  }

  TempFolder folder;
};

TEST_F(JsonLogTest, HasALineForEachEvent) {
  EXPECT_THAT(kinds(whole_run()),
              ElementsAre("start 0", "update 50", "update 100", "validation 100", "checkpoint 100",
                          "update 150", "update 200", "validation 200", "checkpoint 200", "end 200"));
}

TEST_F(JsonLogTest, TheDocumentedExampleIsWhatItWrites) {
  const std::string page = read_file(std::filesystem::path(ATTEND_SOURCE_DIR) / "docs/log-format.md");
  JsonLog log(folder / "log.jsonl", run_facts);
  test::run(log, 0, 100, 12.5);
  test::end(log, 100, EndReason::stopped_by_signal, 12.5);
  EXPECT_THAT(page, HasSubstr("```json\n" + folder.read("log.jsonl") + "```"));
}

TEST_F(JsonLogTest, AResumedRunEqualsAnUninterruptedOne) {
  const std::vector<Json> whole = deterministic(whole_run());
  EXPECT_EQ(deterministic(resumed_run(100, "")), whole);
  EXPECT_EQ(deterministic(resumed_run(199, "")), whole);
}

TEST_F(JsonLogTest, TornLinesAreCutOff) {
  const std::vector<Json> whole = deterministic(whole_run());
  EXPECT_EQ(deterministic(resumed_run(100, R"({"kind":"update","upda)")), whole);
  EXPECT_EQ(deterministic(resumed_run(100, "{\"kind\":\"update\",\"upda\n")), whole);
  EXPECT_EQ(deterministic(resumed_run(100, std::string(64, '\0'))), whole);
}

TEST_F(JsonLogTest, DamageInTheMiddleIsWarnedOf) {
  std::string warnings;
  set_log("info", [&](std::string_view line) { warnings += line; });
  for (const std::string damaged : {"torn", R"({"kind":"update","updates":950})"}) {
    warnings.clear();
    const std::string whole = whole_run();
    const size_t second = whole.find('\n') + 1, third = whole.find('\n', second);
    folder.write("log.jsonl", whole.substr(0, second) + damaged + whole.substr(third));
    JsonLog(folder / "log.jsonl", run_facts).on_start(test::update_at(100, 1).progress);
    EXPECT_THAT(warnings, testing::AllOf(HasSubstr("log.jsonl"), HasSubstr("line 2"),
                                         HasSubstr("3 more lines"), HasSubstr("first 100 updates")));
  }
  warnings.clear();
  resumed_run(199, "{\"kind\":\"update\",\"upda\n");
  EXPECT_EQ(warnings, "");
  set_log("info", [](std::string_view) {});
}

TEST_F(JsonLogTest, TheEndOfAStoppedRunIsCutOff) {
  const std::string end = R"({"kind":"end","updates":100,"reason":"stopped_by_signal"})";
  EXPECT_EQ(deterministic(resumed_run(100, end + "\n")), deterministic(whole_run()));
}

TEST_F(JsonLogTest, ACheckpointWhoseLineWasNotReachedGetsIt) {
  {
    JsonLog log(folder / "log.jsonl", run_facts);
    test::run(log, 0, 99, 3);
    log.on_update(test::update_at(100, 3));
    log.on_validation(test::validation_at(100, 3));  // the checkpoint is saved, and the run killed
  }
  JsonLog log(folder / "log.jsonl", run_facts);
  test::run(log, 100, 200, 9);
  test::end(log, 200, EndReason::duration_reached, 9);
  EXPECT_EQ(deterministic(folder.read("log.jsonl")), deterministic(whole_run()));
}

TEST_F(JsonLogTest, ARunThatBeginsAnewLeavesNothingOfTheOldOne) {
  folder.write("log.jsonl", "{\"kind\":\"start\",\"updates\":0,\"device\":\"cuda\"}\n");
  JsonLog log(folder / "log.jsonl", run_facts);
  log.on_start({});
  EXPECT_THAT(kinds(folder.read("log.jsonl")), ElementsAre("start 0"));
  EXPECT_EQ(lines_of(folder.read("log.jsonl"))[0]["device"], "cpu");
}

TEST_F(JsonLogTest, AFileThatNothingWasWrittenToIsGone) {
  { const JsonLog log(folder / "log.jsonl"); }
  EXPECT_FALSE(std::filesystem::exists(folder / "log.jsonl"));
  folder.write("log.jsonl", "");
  { const JsonLog log(folder / "log.jsonl"); }
  EXPECT_TRUE(std::filesystem::exists(folder / "log.jsonl"));
}

TEST_F(JsonLogTest, LinesAreInTheFileWhenACallReturns) {
  JsonLog log(folder / "log.jsonl");
  log.on_start({});
  log.on_update(test::update_at(50, 1));
  EXPECT_THAT(kinds(folder.read("log.jsonl")), ElementsAre("start 0", "update 50"));
}

TEST_F(JsonLogTest, WhatIsNotFiniteIsNull) {
  JsonLog log(folder / "log.jsonl");
  log.on_start({});
  UpdateReport report = test::update_at(50, 1);
  report.gradient_norm = std::nan("");
  log.on_update(report);
  EXPECT_TRUE(lines_of(folder.read("log.jsonl"))[1]["gradient_norm"].is_null());
}

TEST_F(JsonLogTest, AFileThatCannotBeWrittenIsAnError) {
  EXPECT_THROW(JsonLog(folder / "none/log.jsonl"), Error);
  if (!std::filesystem::exists("/dev/full")) GTEST_SKIP() << "no /dev/full";
  JsonLog log("/dev/full");
  EXPECT_THROW(log.on_update(test::update_at(50, 1)), Error);
}

TEST_F(JsonLogTest, DoesNotWaitForThePipeThatItIsNot) {
  ASSERT_EQ(mkfifo((folder / "pipe").c_str(), 0600), 0);
  EXPECT_THAT([&] { JsonLog log(folder / "pipe", run_facts); },
              testing::ThrowsMessage<Error>(HasSubstr((folder / "pipe").string())));
}

}  // namespace
}  // namespace attend
