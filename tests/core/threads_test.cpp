#include "attend/core/threads.h"

#include <algorithm>
#include <atomic>
#include <stdexcept>
#include <string>
#include <thread>
#include <vector>

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

TEST(ForEachIndex, CallsOnceForEach) {
  for (const size_t count : {0, 1, 7, 100}) {
    for (const int threads : {1, 2, 5}) {
      std::vector<std::atomic<int>> calls(count);
      for_each_index(count, 3, threads, [&](size_t i) { ++calls[i]; });
      EXPECT_TRUE(std::ranges::all_of(calls, [](int number) { return number == 1; }))
          << count << ' ' << threads;
    }
  }
}

TEST(ForEachIndex, ThrowsWhatAThreadThrew) {
  const auto fail_at_the_end = [](size_t i) {
    if (i == 99) throw std::runtime_error("the last");
  };
  EXPECT_THROW(for_each_index(100, 3, 3, fail_at_the_end), std::runtime_error);
}

TEST(ForEachIndex, ThrowsTheFirstOfSeveral) {
  const auto fail_often = [](size_t i) {
    if (i >= 40) throw std::runtime_error(std::to_string(i));
  };
  for (const int threads : {1, 2, 5}) {
    try {
      for_each_index(100, 3, threads, fail_often);
      FAIL() << "nothing was thrown";
    } catch (const std::runtime_error& error) {
      EXPECT_STREQ(error.what(), "40");
    }
  }
}

}  // namespace
}  // namespace attend
