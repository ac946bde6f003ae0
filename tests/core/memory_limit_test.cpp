#include "attend/core/memory_limit.h"

#include <cstdlib>
#include <vector>

#include <gtest/gtest.h>

namespace attend {
namespace {

// Two parts that the kernel would grant, as each fits; nothing is written to them.
bool grants_more_than_there_is() {
  const auto part = static_cast<size_t>(static_cast<double>(memory_of_machine()) * 0.7);
  const void* first = std::malloc(part);
  const void* second = std::malloc(part);
  return first != nullptr && second != nullptr;
}

TEST(MemoryLimit, WhatIsHeldIsNotLeft) {
  const uint64_t before = memory_left();
  EXPECT_LT(before, memory_of_machine());
  constexpr size_t bytes = size_t{64} << 20;
  const std::vector<char> held(bytes, 'x');
  EXPECT_LE(memory_left() + bytes / 2, before) << held[bytes / 2];
}

TEST(MemoryLimit, WhatTheMachineCannotHoldIsRefused) {
#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
  GTEST_SKIP() << "sanitizers reserve more than there is";
#endif
  EXPECT_GT(memory_of_machine(), uint64_t{1} << 28);
  EXPECT_EXIT(
      {
        refuse_memory_beyond_the_machine();
        std::_Exit(grants_more_than_there_is() ? 1 : 0);
      },
      testing::ExitedWithCode(0), "");
}

}  // namespace
}  // namespace attend
