#include "attend/data/prefetch.h"

#include <atomic>
#include <memory>
#include <stdexcept>

#include <gtest/gtest.h>

namespace attend {
namespace {

std::function<std::optional<int>()> counter(int end) {
  return [i = 0, end]() mutable { return i < end ? std::optional(i++) : std::nullopt; };
}

TEST(Prefetch, GivesEveryItemInOrder) {
  Prefetch<int> prefetch(counter(1000), 3);
  for (int i = 0; i < 1000; ++i) ASSERT_EQ(prefetch.next(), i);
  EXPECT_EQ(prefetch.next(), std::nullopt);
  EXPECT_EQ(prefetch.next(), std::nullopt);
}

TEST(Prefetch, AProducersExceptionComesAfterTheItemsBeforeIt) {
  Prefetch<int> prefetch(
      [i = 0]() mutable -> std::optional<int> {
        if (i == 2) throw std::runtime_error("broken");
        return i++;
      },
      5);
  EXPECT_EQ(prefetch.next(), 0);
  EXPECT_EQ(prefetch.next(), 1);
  EXPECT_THROW(prefetch.next(), std::runtime_error);
  EXPECT_THROW(prefetch.next(), std::runtime_error);
}

TEST(Prefetch, EndsCleanlyAtAnyMoment) {
  for (int taken = 0; taken < 50; ++taken) {
    Prefetch<int> endless([i = 0]() mutable { return std::optional(i++); }, 2);
    for (int i = 0; i < taken; ++i) ASSERT_EQ(endless.next(), i);
  }
  for (int repeat = 0; repeat < 50; ++repeat) {
    Prefetch<int> failing([]() -> std::optional<int> { throw std::runtime_error("never seen"); }, 1);
  }
}

TEST(Prefetch, DoesNotRunFarAhead) {
  std::atomic<int> made = 0;
  Prefetch<std::unique_ptr<int>> prefetch([&] { return std::optional(std::make_unique<int>(made++)); }, 3);
  EXPECT_EQ(**prefetch.next(), 0);
  EXPECT_EQ(**prefetch.next(), 1);
  // Taken: 2; in the queue: at most 3; waiting to be put in: 1.
  EXPECT_LE(made.load(), 6);
}

}  // namespace
}  // namespace attend
