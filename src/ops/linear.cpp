#include "attend/ops/linear.h"

#include <ATen/ATen.h>

#include "attend/ops/shape.h"

namespace attend::ops {

at::Tensor linear(const at::Tensor& x, const at::Tensor& weight, const at::Tensor& bias) {
  check_shape("linear", "weight", weight, {{"O"}, {"I"}});
  check_last_extent("linear", "x", x, {"I", weight.size(1)});
  if (bias.defined()) check_shape("linear", "bias", bias, {{"O", weight.size(0)}});
  return at::linear(x, weight, bias);
}

at::Tensor linear_activation(const at::Tensor& x, const at::Tensor& weight, const at::Tensor& bias,
                             Activation activation) {
  return activate(linear(x, weight, bias), activation);
}

}  // namespace attend::ops
