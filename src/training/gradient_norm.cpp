#include "attend/training/gradient_norm.h"

#include <ATen/ATen.h>

namespace attend {

at::Tensor gradient_norm(const at::Tensor& gradient) {
  const at::Tensor rows = gradient.view({-1, gradient_norm_row});
  return at::linalg_vector_norm(rows, 2, at::IntArrayRef{1}).to(at::kDouble).square().sum().sqrt();
}

at::Tensor clip_factor(const at::Tensor& norm, double clip_norm) {
  if (clip_norm == 0) return at::ones_like(norm);
  return (clip_norm / (norm + 1e-6)).clamp_max(1.0);
}

}  // namespace attend
