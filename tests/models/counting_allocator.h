#pragma once

#include <algorithm>
#include <atomic>
#include <cstdint>
#include <cstdlib>
#include <cstring>

#include <c10/core/CPUAllocator.h>

namespace attend::test {

/// While it lives LibTorch's CPU memory comes from here, and is counted. One object at a time; it is to
/// outlive the tensors that are made meanwhile.
class CountingAllocator final : public c10::Allocator {
 public:
  CountingAllocator() : before_(c10::GetCPUAllocator()) {
    held_ = peak_ = 0;
    c10::SetCPUAllocator(this, priority);
  }
  ~CountingAllocator() override { c10::SetCPUAllocator(before_, priority); }

  int64_t held() const { return held_; }
  /// The most that was held at once.
  int64_t peak() const { return peak_; }

  c10::DataPtr allocate(size_t bytes) override {
    void* block = std::aligned_alloc(header, header + (bytes + header - 1) / header * header);
    *static_cast<size_t*>(block) = bytes;
    held_ += static_cast<int64_t>(bytes);
    peak_ = std::max<int64_t>(peak_, held_);
    void* memory = static_cast<char*>(block) + header;
    return {memory, memory, &release, c10::Device(c10::kCPU)};
  }
  c10::DeleterFnPtr raw_deleter() const override { return &release; }
  void copy_data(void* to, const void* from, size_t bytes) const override { std::memcpy(to, from, bytes); }

 private:
  static constexpr size_t header = 64;
  static constexpr uint8_t priority = 200;  // over the program's own

  static void release(void* memory) {
    void* block = static_cast<char*>(memory) - header;
    held_ -= static_cast<int64_t>(*static_cast<size_t*>(block));
    std::free(block);
  }

  c10::Allocator* before_;
  static inline std::atomic<int64_t> held_ = 0, peak_ = 0;
};

}  // namespace attend::test
