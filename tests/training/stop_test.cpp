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

}  // namespace
}  // namespace attend
