#pragma once

#include <optional>

#include <ATen/core/Tensor.h>

namespace attend::ops {

/// The `.grad` to which a backward pass adds the gradient of `weight`, as its forward pass saved it, before
/// it returns an undefined tensor; nothing where autograd is to get the gradient. See GradientsInPlace.
std::optional<at::Tensor> gradient_in_place(const at::Tensor& weight);

}  // namespace attend::ops
