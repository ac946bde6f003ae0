#include "attend/nn/linear.h"

#include "attend/ops/linear.h"

namespace attend::nn {

LinearImpl::LinearImpl(int64_t in, int64_t out, bool with_bias)
    : weight(register_parameter("weight", torch::zeros({out, in}))) {
  if (with_bias) bias = register_parameter("bias", torch::zeros({out}));
}

torch::Tensor LinearImpl::forward(const torch::Tensor& x) const { return ops::linear(x, weight, bias); }

}  // namespace attend::nn
