#pragma once

#include <optional>

#include <ATen/core/grad_mode.h>
#include <torch/csrc/autograd/custom_function.h>

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

}  // namespace attend::ops
