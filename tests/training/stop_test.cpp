#include "attend/training/stop.h"

#include <csignal>

#include "support/temp_folder.h"
#include <gtest/gtest.h>

#include "attend/training/run_folder.h"

namespace attend {
namespace {

TEST(StopOnSignal, TheFirstSignalAsks) {
  StopRequest request;
  EXPECT_FALSE(request.asked());
  {
    const StopOnSignal handler(request);
    std::raise(SIGTERM);
  }
  EXPECT_TRUE(request.asked());
  EXPECT_EQ(request.signal(), SIGTERM);
}

TEST(StopOnSignal, ATerminalThatClosesAsksToo) {
  StopRequest request;
  const StopOnSignal handler(request);
  std::raise(SIGHUP);
  EXPECT_EQ(request.signal(), SIGHUP);
}

TEST(StopOnSignal, WhatWasIgnoredStaysSo) {
  std::signal(SIGHUP, SIG_IGN);  // as nohup does
  StopRequest request;
  {
    const StopOnSignal handler(request);
    std::raise(SIGHUP);
  }
  EXPECT_FALSE(request.asked());
  std::raise(SIGHUP);
  std::signal(SIGHUP, SIG_DFL);
}

TEST(StopOnSignal, APipeWithoutAReaderIsNoEnd) {
  StopRequest request;
  const StopOnSignal handler(request);
  std::raise(SIGPIPE);
  EXPECT_FALSE(request.asked());
}

TEST(StopOnSignal, TheSecondEndsTheProcess) {
  testing::FLAGS_gtest_death_test_style = "threadsafe";
  EXPECT_EXIT(
      {
        StopRequest request;
        const StopOnSignal handler(request);
        std::raise(SIGTERM);
        std::raise(SIGINT);
      },
      testing::KilledBySignal(SIGINT), "");
}

TEST(EndOnSignal, SaysSoAndEndsTheProcess) {
  testing::FLAGS_gtest_death_test_style = "threadsafe";
  EXPECT_EXIT(
      {
        const EndOnSignal handler("stopped early\n", {});
        std::raise(SIGINT);
      },
      testing::ExitedWithCode(128 + SIGINT), "stopped early");
}

TEST(EndOnSignal, LeavesNoTracesOfAStart) {
  testing::FLAGS_gtest_death_test_style = "fast";  // the child shall see this folder, not make its own
  const test::TempFolder temp;
  const auto end_early = [&] {
    const RunFolder folder(temp / "run", Json::object(), RunStart::fresh);
    const EndOnSignal handler("", folder.traces());
    std::raise(SIGINT);
  };
  EXPECT_EXIT(end_early(), testing::ExitedWithCode(128 + SIGINT), "");
  EXPECT_FALSE(std::filesystem::exists(temp / "run"));

  std::filesystem::create_directory(temp / "mine");
  write_file(temp / "mine" / "notes.txt", "kept");
  const auto end_in_mine = [&] {
    const EndOnSignal handler("", {temp / "mine"});
    std::raise(SIGINT);
  };
  EXPECT_EXIT(end_in_mine(), testing::ExitedWithCode(128 + SIGINT), "");
  EXPECT_TRUE(std::filesystem::exists(temp / "mine" / "notes.txt"));
}

TEST(EndOnSignal, GivesSignalsBack) {
  StopRequest request;
  const StopOnSignal handler(request);
  { const EndOnSignal starting("stopped early\n", {}); }
  std::raise(SIGTERM);
  EXPECT_TRUE(request.asked());
}

}  // namespace
}  // namespace attend
