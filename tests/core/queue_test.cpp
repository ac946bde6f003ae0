#include "attend/core/queue.h"

#include <memory>
#include <thread>

#include <gtest/gtest.h>

namespace attend {
namespace {

TEST(BoundedQueue, GivesItemsInOrderAcrossThreads) {
  BoundedQueue<int> queue(3);
  std::thread producer([&] {
    for (int i = 0; i < 10'000; ++i) queue.push(i);
    queue.close();
  });
  for (int i = 0; i < 10'000; ++i) ASSERT_EQ(queue.pop(), i);
  EXPECT_EQ(queue.pop(), std::nullopt);
  producer.join();
}

TEST(BoundedQueue, CloseWakesAProducerThatWaitsForRoom) {
  BoundedQueue<int> queue(1);
  queue.push(1);
  bool pushed = true;
  std::thread producer([&] { pushed = queue.push(2); });
  queue.close();
  producer.join();
  EXPECT_FALSE(pushed);
  EXPECT_EQ(queue.pop(), 1);
  EXPECT_EQ(queue.pop(), std::nullopt);
}

TEST(BoundedQueue, CloseWakesAConsumerThatWaitsForAnItem) {
  BoundedQueue<int> queue(1);
  std::optional<int> item = 5;
  std::thread consumer([&] { item = queue.pop(); });
  queue.close();
  consumer.join();
  EXPECT_EQ(item, std::nullopt);
}

TEST(BoundedQueue, HoldsItemsThatCanOnlyBeMoved) {
  BoundedQueue<std::unique_ptr<int>> queue(1);
  queue.push(std::make_unique<int>(4));
  EXPECT_EQ(**queue.pop(), 4);
}

}  // namespace
}  // namespace attend
