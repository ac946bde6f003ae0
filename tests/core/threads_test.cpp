#include "attend/core/threads.h"

#include <thread>

#include <gtest/gtest.h>

namespace attend {
namespace {

TEST(ThreadLimit, IsTheMachinesCoresUnlessLimited) {
  const int cores = thread_limit();
  EXPECT_EQ(cores, static_cast<int>(std::max(1u, std::thread::hardware_concurrency())));
  limit_threads(cores + 3);
  EXPECT_EQ(thread_limit(), cores + 3);
  limit_threads(0);
  EXPECT_EQ(thread_limit(), cores);
}

}  // namespace
}  // namespace attend
