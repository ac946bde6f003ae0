#pragma once

#include <algorithm>

#include "kernels/kernels.h"
#include <ATen/Parallel.h>
#include <ATen/core/Tensor.h>

namespace attend::ops {

/// Elements of a cheap elementwise kernel that are worth a thread; a multiple of a dropout mask's group.
inline constexpr int64_t kElementGrain = 16384;

/// Whether `tensor` is what our own kernels work on: fp32 on the CPU. Everything else takes the plain
/// formulas.
inline bool has_kernels(const at::Tensor& tensor) {
  return tensor.device().is_cpu() && tensor.scalar_type() == at::kFloat && tensor.layout() == at::kStrided;
}

/// Calls f(Range) for parts of [0, count) on several threads, no part much smaller than `grain`.
template <class F>
void for_each_range(int64_t count, int64_t grain, const F& f) {
  at::parallel_for(0, count, grain, [&](int64_t first, int64_t last) { f(Range{first, last}); });
}

/// Rows in slabs whose number and size do not depend on the number of threads, so that sums made slab by slab
/// do not either.
struct Slabs {
  int64_t rows;
  int64_t size = 256;

  int64_t count() const { return (rows + size - 1) / size; }
  Range range(int64_t slab) const { return {slab * size, std::min(rows, (slab + 1) * size)}; }
};

}  // namespace attend::ops
