#include "attend/nn/linear.h"

#include "attend/ops/linear.h"

namespace attend::nn {

LinearImpl::LinearImpl(int64_t in, int64_t out, bool with_bias) {
  weight = register_parameter("weight", torch::zeros({out, in}));
  if (with_bias) bias = register_parameter("bias", torch::zeros({out}));
}

torch::Tensor LinearImpl::forward(const torch::Tensor& x) const { return multiply(x, bias); }

torch::Tensor LinearImpl::forward(const torch::Tensor& x, ops::Activation activation) const {
  const auto* copy = packed();
  return copy ? ops::linear_activation(x, *copy, bias, activation)
              : ops::linear_activation(x, weight, bias, activation);
}

}  // namespace attend::nn
