#pragma once

#include <ATen/core/Tensor.h>

#include "attend/core/random.h"

namespace attend::ops {

/// Inverted dropout (Srivastava et al. 2014): each element is zero with probability p, else scaled by 1 / (1
/// - p). x of any shape, 0 <= p < 1; p = 0 returns x itself and draws nothing. The fate of element i of the
/// contiguous order is a function of `stream.next_key()` and i alone, the same on every device and with any
/// number of threads; the backward pass makes the mask again instead of keeping it. p is rounded to a
/// multiple of 2^-16.
at::Tensor dropout(const at::Tensor& x, double p, Stream& stream);

/// x + dropout(y, p), in one pass: the residual sum of a pre-norm block. x and y have the same shape.
at::Tensor add_dropout(const at::Tensor& x, const at::Tensor& y, double p, Stream& stream);

}  // namespace attend::ops
