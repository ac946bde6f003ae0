#pragma once

#include <cstdint>

#include <ATen/core/Tensor.h>

namespace attend {

/// Flat gradients have a multiple of this many entries.
inline constexpr int64_t gradient_norm_row = 4096;

/// The Euclidean norm of a flat `gradient`, fp64 scalar: rows of fixed length in fp32, joined in fp64, so
/// that the result does not depend on the number of threads.
at::Tensor gradient_norm(const at::Tensor& gradient);

/// What to multiply a gradient of norm `norm` by so that it is at most `clip_norm`: min(1, clip_norm / (norm
/// + 1e-6)), as torch.nn.utils.clip_grad_norm_ does. 1 where `clip_norm` is 0.
at::Tensor clip_factor(const at::Tensor& norm, double clip_norm);

}  // namespace attend
