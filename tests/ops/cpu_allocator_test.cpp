#include "attend/ops/cpu_allocator.h"

#include <thread>

#include "ops/compare.h"

namespace attend::ops {
namespace {

TEST(CpuAllocator, UsesMemoryOfFreedTensorsAgain) {
  install_caching_cpu_allocator();
  for (const int64_t count : {int64_t{1} << 17, int64_t{3} << 20}) {
    const void* first = at::empty({count}).data_ptr();
    const auto again = at::empty({count - 5});
    EXPECT_EQ(again.data_ptr(), first);
    const auto other = at::empty({count});
    EXPECT_NE(other.data_ptr(), first);
  }
}

TEST(CpuAllocator, ALargerBlockServesButNotOneTwiceAsLarge) {
  install_caching_cpu_allocator();
  constexpr int64_t count = int64_t{1} << 24;  // larger than what any other test leaves behind
  const void* first = at::empty({count}).data_ptr();
  EXPECT_NE(at::empty({count / 3}).data_ptr(), first);
  const auto smaller = at::empty({count * 2 / 3});
  EXPECT_EQ(smaller.data_ptr(), first);
  const auto larger = at::empty({count});
  EXPECT_NE(larger.data_ptr(), first);
}

TEST(CpuAllocator, MemoryIsAlignedAndWhole) {
  install_caching_cpu_allocator();
  for (const int64_t count : {1, 100, 65000, 65536, 70001, 524288, 524289, 3000000}) {
    const auto x = at::full({count}, 2.0);
    EXPECT_EQ(reinterpret_cast<uintptr_t>(x.data_ptr()) % 64, 0U);
    EXPECT_EQ(x.sum(at::kDouble).item<double>(), 2.0 * static_cast<double>(count));
  }
  EXPECT_EQ(at::empty({0}).numel(), 0);
}

TEST(CpuAllocator, TensorsMayDieOnAnotherThread) {
  install_caching_cpu_allocator();
  auto x = at::ones({1 << 18});
  const void* memory = x.data_ptr();
  std::thread([moved = std::move(x)]() mutable { moved.reset(); }).join();
  EXPECT_EQ(at::empty({1 << 18}).data_ptr(), memory);
}

}  // namespace
}  // namespace attend::ops
