#include "attend/nn/linear.h"

namespace attend::nn {

LinearImpl::LinearImpl(int64_t in, int64_t out, bool with_bias)
    : weight(register_parameter("weight", torch::zeros({out, in}))) {
  if (with_bias) bias = register_parameter("bias", torch::zeros({out}));
}

torch::Tensor LinearImpl::forward(const torch::Tensor& x) const {
  const bool packed = packed_ && !torch::GradMode::is_enabled();
  return packed ? ops::linear(x, *packed_, bias) : ops::linear(x, weight, bias);
}

torch::Tensor LinearImpl::forward(const torch::Tensor& x, ops::Activation activation) const {
  const bool packed = packed_ && !torch::GradMode::is_enabled();
  return packed ? ops::linear_activation(x, *packed_, bias, activation)
                : ops::linear_activation(x, weight, bias, activation);
}

void LinearImpl::train(bool on) {
  Module::train(on);
  packed_.reset();
  if (!on) packed_.emplace(weight);
}

}  // namespace attend::nn
