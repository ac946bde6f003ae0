#include "attend/ops/cpu_allocator.h"

#include <bit>
#include <cstdlib>
#include <cstring>
#include <mutex>
#include <new>
#include <vector>

#include <c10/core/CPUAllocator.h>
#include <sys/mman.h>

namespace attend::ops {
namespace {

constexpr size_t kHeader = 64;  // before the memory handed out; keeps it aligned to a cache line
constexpr size_t kSmallest = size_t{1} << 18;  // smaller blocks are malloc's, which keeps them itself
constexpr size_t kHugePage = size_t{1} << 21;
constexpr size_t kMostKept = size_t{1} << 31;  // bytes of free blocks
constexpr int kSteps = 4;                      // size classes per power of two: at most a fifth is wasted
// How many classes larger a block may be than asked for. With 0 each batch's shapes would keep blocks of
// their own.
constexpr size_t kLarger = kSteps;

struct Header {
  size_t bytes;  // of the whole block
  size_t index;  // of its size class; kNoClass: malloc's
};
constexpr size_t kNoClass = ~size_t{0};

struct SizeClass {
  size_t bytes, index;
};

// The smallest class of at least `bytes`: powers of two in four equal steps.
SizeClass class_of(size_t bytes) {
  const int power = std::bit_width(bytes - 1) - 1;  // 2^power < bytes <= 2^(power + 1)
  const size_t base = size_t{1} << power, step = base / kSteps;
  const size_t steps = (bytes - base + step - 1) / step;
  return {base + steps * step, static_cast<size_t>(power) * kSteps + steps};
}

void* new_block(size_t bytes) {
  const size_t alignment = bytes >= kHugePage ? kHugePage : kHeader;
  void* block = nullptr;
  if (posix_memalign(&block, alignment, bytes) != 0) throw std::bad_alloc();
  if (bytes >= kHugePage) madvise(block, bytes, MADV_HUGEPAGE);
  return block;
}

// Free blocks by size class, up to a bound.
class FreeBlocks {
 public:
  /// The smallest that is large enough and not too large, of the class that `header` in it says; null: none.
  void* take(const SizeClass& size) {
    std::lock_guard lock(mutex_);
    for (size_t index = size.index; index <= size.index + kLarger; ++index) {
      auto& blocks = blocks_[index];
      if (blocks.empty()) continue;
      void* block = blocks.back();
      blocks.pop_back();
      kept_ -= static_cast<Header*>(block)->bytes;
      return block;
    }
    return nullptr;
  }

  /// False where the bound is reached: the block stays the caller's.
  bool keep(void* block, const SizeClass& size) {
    std::lock_guard lock(mutex_);
    if (kept_ + size.bytes > kMostKept) return false;
    blocks_[size.index].push_back(block);
    kept_ += size.bytes;
    return true;
  }

  size_t kept() {
    std::lock_guard lock(mutex_);
    return kept_;
  }

 private:
  std::mutex mutex_;
  std::vector<void*> blocks_[66 * kSteps];
  size_t kept_ = 0;
};

// Never destroyed: tensors may be freed after everything else.
FreeBlocks& free_blocks() {
  static auto* const blocks = new FreeBlocks;
  return *blocks;
}

void release(void* memory) {
  if (memory == nullptr) return;
  void* block = static_cast<char*>(memory) - kHeader;
  const Header header = *static_cast<Header*>(block);
  if (header.index == kNoClass || !free_blocks().keep(block, {header.bytes, header.index})) std::free(block);
}

void* acquire(size_t bytes) {
  SizeClass size{bytes + kHeader, kNoClass};
  void* block = nullptr;
  if (bytes >= kSmallest) {
    size = class_of(bytes + kHeader);
    block = free_blocks().take(size);
  }
  if (block == nullptr) {
    block = new_block(size.bytes);
    *static_cast<Header*>(block) = {size.bytes, size.index};
  }
  return static_cast<char*>(block) + kHeader;
}

class CachingAllocator final : public c10::Allocator {
 public:
  c10::DataPtr allocate(size_t bytes) override {
    if (bytes == 0) return {nullptr, c10::Device(c10::kCPU)};
    void* memory = acquire(bytes);
    return {memory, memory, &release, c10::Device(c10::kCPU)};
  }
  c10::DeleterFnPtr raw_deleter() const override { return &release; }
  void copy_data(void* to, const void* from, size_t bytes) const override { std::memcpy(to, from, bytes); }
};

}  // namespace

void install_caching_cpu_allocator() {
  static auto* const allocator = new CachingAllocator;
  constexpr uint8_t over_the_default = 1;
  c10::SetCPUAllocator(allocator, over_the_default);
}

size_t kept_cpu_memory() { return free_blocks().kept(); }

}  // namespace attend::ops
