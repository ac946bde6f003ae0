#pragma once

#include <optional>

#include <ATen/core/grad_mode.h>
#include <torch/csrc/autograd/custom_function.h>

#include "attend/ops/product_precision.h"

namespace attend::ops {

using torch::autograd::AutogradContext;
using torch::autograd::variable_list;

/// An input of a custom function that may be absent: LibTorch takes no undefined tensors there. The absent
/// ones have no number among the inputs that AutogradContext::needs_input_grad counts.
inline std::optional<at::Tensor> if_defined(const at::Tensor& tensor) {
  return tensor.defined() ? std::optional(tensor) : std::nullopt;
}

/// Whether a backward pass will ask for the gradient of `tensor`. Inside a function's forward it is too late
/// to ask.
inline bool needs_gradient(const at::Tensor& tensor) {
  return at::GradMode::is_enabled() && tensor.defined() && tensor.requires_grad();
}

/// A forward pass keeps its precision of products for its backward pass, which has a scope of its own.
inline void keep_product_precision(AutogradContext* context) {
  context->saved_data["bf16"] = product_precision() == ProductPrecision::bf16;
}
inline ProductPrecision kept_product_precision(AutogradContext* context) {
  return context->saved_data["bf16"].toBool() ? ProductPrecision::bf16 : ProductPrecision::fp32;
}

}  // namespace attend::ops
