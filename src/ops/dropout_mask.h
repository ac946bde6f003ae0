#pragma once

#include <cstdint>

#include <ATen/core/Tensor.h>

namespace attend::ops {

/// The mask of one dropout, as a function. Elements come in groups of 128, made of 16 blocks of Philox-4x32
/// with 7 rounds (Salmon et al. 2011: the fewest that pass BigCrush): block 16 g + c has words w = 0..3, and
/// its half h of word w decides element 128 g + 64 h + 16 w + c. This order lets vector code of any width
/// store without shuffling.
struct DropoutMask {
  uint64_t key;
  uint32_t threshold;  ///< of 65536: an element whose 16 bits are below is dropped

  DropoutMask(uint64_t key, double p);

  /// What a kept element is multiplied by.
  float scale() const;
  /// 0 or scale() for `count` elements from number 0 on, made with ATen's integer arithmetic on any device.
  at::Tensor factors(at::IntArrayRef sizes, const at::TensorOptions& options) const;
};

}  // namespace attend::ops
