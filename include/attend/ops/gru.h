#pragma once

#include <ATen/core/Tensor.h>

namespace attend::ops {

/// A gated recurrent unit (Cho et al. 2014, section 2.3) over T steps, in the form of PyTorch's nn.GRU, which
/// has the reset gate behind the product:
///
///   r = sigmoid(x_r + W_r h + b_r)      z = sigmoid(x_z + W_z h + b_z)
///   n = tanh(x_n + r (W_n h + b_n))     h' = (1 - z) n + z h
///
/// inputs [T, B, 3H] are the x of all steps, already projected, as r, z and n side by side; initial [B, H];
/// weight [3H, H] and bias [3H] hold W and b one below the other -> the states after each step [T, B, H]. In
/// the backward pass the weight's gradient is one product over all steps.
at::Tensor gru(const at::Tensor& inputs, const at::Tensor& initial, const at::Tensor& weight,
               const at::Tensor& bias);

}  // namespace attend::ops
