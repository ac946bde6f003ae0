#include "attend/nn/layer_norm.h"

#include "attend/ops/norm.h"

namespace attend::nn {

LayerNormImpl::LayerNormImpl(int64_t size, double eps)
    : weight(register_parameter("weight", torch::ones({size}))),
      bias(register_parameter("bias", torch::zeros({size}))),
      eps_(eps) {}

torch::Tensor LayerNormImpl::forward(const torch::Tensor& x) const {
  return ops::layer_norm(x, {weight, bias, eps_});
}

torch::Tensor LayerNormImpl::add_norm(const torch::Tensor& residual, const torch::Tensor& y, double dropout,
                                      Stream& stream) const {
  return ops::add_norm(residual, y, {weight, bias, eps_}, dropout, stream);
}

}  // namespace attend::nn
