#pragma once

#include "kernels/kernels.h"
#include <ATen/core/Tensor.h>

namespace attend::ops {

// The mask of a dropout is a function, made where it is needed and never kept. Elements come in groups of
// 128, made of 16 blocks of Philox-4x32 with 7 rounds (Salmon et al. 2011: the fewest that pass BigCrush):
// block 16 g + c has words w = 0..3, and half h of word w decides element 128 g + 64 h + 16 w + c, which is
// dropped where its 16 bits are below the threshold. This order lets vector code of any width store without
// shuffling.

/// The mask with probability p of `key`, a Stream's next_key().
MaskSource mask_source(uint64_t key, double p);

/// The factors (0 or scale) of as many elements, through ATen's integer arithmetic: works on every device.
at::Tensor mask_factors(const MaskSource& mask, at::IntArrayRef sizes, const at::TensorOptions& options);

/// x + factors * y; x may be undefined: then factors * y.
at::Tensor masked_add(const MaskSource& mask, const at::Tensor& x, const at::Tensor& y);

}  // namespace attend::ops
