#pragma once

#include <string_view>
#include <utility>
#include <vector>

#include <ATen/core/Tensor.h>

namespace attend::ops {

/// relu(x) = max(x, 0); gelu(x) = x Phi(x) with the exact error function; silu(x) = x / (1 + exp(-x)).
enum class Activation { relu, gelu, silu };

/// The names that configurations and model folders use.
std::vector<std::pair<Activation, std::string_view>> enum_names(Activation);

/// Elementwise; x of any shape.
at::Tensor activate(const at::Tensor& x, Activation activation);

}  // namespace attend::ops
