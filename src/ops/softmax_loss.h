#pragma once

#include <ATen/core/Tensor.h>

namespace attend::ops {

/// Losses of rows of logits, each [rows].
struct RowLosses {
  at::Tensor loss;  ///< with label smoothing
  at::Tensor nll;   ///< without
};

/// Cross-entropy of logits [rows, classes] (fp32 or double) against targets [rows] int64; negative targets
/// count nothing. The logits are used up: with `gradient` they become the gradient of the losses' sum.
RowLosses softmax_loss(at::Tensor& logits, const at::Tensor& targets, double smoothing, bool gradient);

}  // namespace attend::ops
