#pragma once

#include <vector>

#include <ATen/core/Tensor.h>

#include "attend/ops/shape.h"

namespace attend::ops {

// Of y = x W^T + b: x [..., I], weight [O, I], bias [O] or undefined.

inline void check_linear(const at::Tensor& x, const at::Tensor& weight, const at::Tensor& bias) {
  check_shape("linear", "weight", weight, {{"O"}, {"I"}});
  check_last_extent("linear", "x", x, {"I", weight.size(1)});
  if (bias.defined()) check_shape("linear", "bias", bias, {{"O", weight.size(0)}});
}

inline std::vector<int64_t> output_shape(const at::Tensor& x, int64_t size) {
  auto shape = x.sizes().vec();
  shape.back() = size;
  return shape;
}

inline at::Tensor rows_of(const at::Tensor& x) { return x.reshape({-1, x.size(-1)}); }

}  // namespace attend::ops
