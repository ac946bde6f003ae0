#pragma once

#include <torch/nn/module.h>
#include <torch/nn/pimpl.h>
#include <torch/types.h>

#include "attend/nn/layer_norm.h"
#include "attend/nn/linear.h"
#include "attend/ops/activation.h"
#include "attend/ops/loss_sum.h"

namespace attend::nn {

/// BERT's head that predicts tokens: logits = norm(activation(W h + b)) E^T + c. E is a table [V, D] that
/// its owner hands in at each call, since it is mostly the one of the embeddings.
struct MaskedLmHeadOptions {
  int64_t d_model = 768;
  int64_t vocab_size = 0;
  ops::Activation activation = ops::Activation::gelu;
  double norm_eps = 1e-12;
};

class MaskedLmHeadImpl : public torch::nn::Module {
 public:
  explicit MaskedLmHeadImpl(const MaskedLmHeadOptions& options);

  /// hidden [..., D], table [V, D] -> logits [..., V]
  torch::Tensor forward(const torch::Tensor& hidden, const torch::Tensor& table) const;
  /// Cross-entropy of the targets: hidden [M, D], table [V, D], targets [M] int64. All logits at once never
  /// exist.
  LossSum loss(const torch::Tensor& hidden, const torch::Tensor& table, const torch::Tensor& targets) const;

  Linear dense{nullptr};
  LayerNorm layer_norm{nullptr};
  torch::Tensor bias;  ///< [V]

 private:
  torch::Tensor transform(const torch::Tensor& hidden) const;

  MaskedLmHeadOptions options_;
};
TORCH_MODULE(MaskedLmHead);

}  // namespace attend::nn
