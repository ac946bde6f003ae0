#pragma once

#include <ATen/core/Tensor.h>

#include "attend/ops/loss_sum.h"

namespace attend::ops {

/// Targets of this value count nothing, as in PyTorch's cross_entropy.
inline constexpr int64_t kIgnoredTarget = -100;

struct ProjectionLossOptions {
  double label_smoothing = 0.0;
  int64_t excluded_class =
      -1;              ///< outside softmax and smoothing, and ignored as a target: the `<pad>` row. -1: none
  int64_t count = -1;  ///< targets that count, where the caller knows; -1: they are looked at, which waits
                       ///< for the device
  int64_t chunk_rows = 0;  ///< rows whose logits are in memory at a time; 0: as many as fit 16 MB
};

/// Cross-entropy of hidden W^T + b against the targets, summed: hidden [M, D], weight [V, D], bias [V] or
/// undefined, targets [M] int64. Label smoothing s is PyTorch's: (1 - s) nll + s / C times the sum of -log p
/// over the C classes that are not excluded. Logits exist for a chunk of rows at a time only; gradients are
/// made with them, in the forward pass (Hsu et al. 2024, "Liger Kernel", section 3.2). Softmax and loss are
/// in fp32 (double for double). `sum` is differentiable once; `nll` is not; `count` is the number of targets
/// that count.
LossSum projection_loss(const at::Tensor& hidden, const at::Tensor& weight, const at::Tensor& bias,
                        const at::Tensor& targets, const ProjectionLossOptions& options = {});

}  // namespace attend::ops
