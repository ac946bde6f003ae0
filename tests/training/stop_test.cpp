#include "attend/training/stop.h"

#include <csignal>

#include <gtest/gtest.h>

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
        const EndOnSignal handler("stopped early\n");
        std::raise(SIGINT);
      },
      testing::ExitedWithCode(128 + SIGINT), "stopped early");
}

TEST(EndOnSignal, GivesSignalsBack) {
  StopRequest request;
  const StopOnSignal handler(request);
  { const EndOnSignal starting("stopped early\n"); }
  std::raise(SIGTERM);
  EXPECT_TRUE(request.asked());
}

}  // namespace
}  // namespace attend
