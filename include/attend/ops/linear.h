#pragma once

#include <ATen/core/Tensor.h>

#include "attend/ops/activation.h"

namespace attend::ops {

/// y = x W^T + b: x [..., I], weight [O, I], bias [O] or undefined -> [..., O]. The product is the fastest
/// one known for the shape, forward and backward.
at::Tensor linear(const at::Tensor& x, const at::Tensor& weight, const at::Tensor& bias = {});

/// activate(linear(x, weight, bias), activation).
at::Tensor linear_activation(const at::Tensor& x, const at::Tensor& weight, const at::Tensor& bias,
                             Activation activation);

}  // namespace attend::ops
