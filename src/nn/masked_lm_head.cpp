#include "attend/nn/masked_lm_head.h"

#include "attend/ops/linear.h"
#include "attend/ops/projection_loss.h"

namespace attend::nn {

MaskedLmHeadImpl::MaskedLmHeadImpl(const MaskedLmHeadOptions& options)
    : dense(register_module("dense", Linear(options.d_model, options.d_model))),
      layer_norm(register_module("layer_norm", LayerNorm(options.d_model, options.norm_eps))),
      bias(register_parameter("bias", torch::zeros({options.vocab_size}))),
      options_(options) {}

torch::Tensor MaskedLmHeadImpl::transform(const torch::Tensor& hidden) const {
  return layer_norm->forward(dense->forward(hidden, options_.activation));
}

torch::Tensor MaskedLmHeadImpl::forward(const torch::Tensor& hidden, const torch::Tensor& table) const {
  return ops::linear(transform(hidden), table, bias);
}

LossSum MaskedLmHeadImpl::loss(const torch::Tensor& hidden, const torch::Tensor& table,
                               const torch::Tensor& targets) const {
  return ops::projection_loss(transform(hidden), table, bias, targets, {.count = targets.size(0)});
}

}  // namespace attend::nn
