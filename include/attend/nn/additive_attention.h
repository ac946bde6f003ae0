#pragma once

#include <torch/nn/module.h>
#include <torch/nn/pimpl.h>
#include <torch/types.h>

#include "attend/nn/context.h"
#include "attend/nn/linear.h"
#include "attend/ops/attention.h"

namespace attend::nn {

struct AdditiveAttentionOptions {
  int64_t query_size = 256;
  int64_t key_size = 256;
  int64_t hidden_size = 256;
  double dropout = 0.0;  ///< of the weights
};

/// Weights softmax(w_v^T tanh(W_q q + W_k k)), without biases (Bahdanau, Cho and Bengio 2015, section 3.1).
/// The keys are projected once and then serve every query.
class AdditiveAttentionImpl : public torch::nn::Module {
 public:
  explicit AdditiveAttentionImpl(const AdditiveAttentionOptions& options);

  /// keys [B, K, key] -> [B, K, H]
  torch::Tensor project_keys(const torch::Tensor& keys) const { return k_proj->forward(keys); }
  /// queries [B, Q, query], projected keys [B, K, H], values [B, K, V] -> [B, Q, V]
  torch::Tensor forward(const torch::Tensor& queries, const torch::Tensor& projected_keys,
                        const torch::Tensor& values, const ops::AttentionMask& mask, Context& context) const;
  /// The weights themselves, for pictures: [B, Q, K]
  torch::Tensor weights(const torch::Tensor& queries, const torch::Tensor& projected_keys,
                        const ops::AttentionMask& mask) const;

  Linear q_proj, k_proj, v_proj;  ///< W_q [H, query], W_k [H, key], w_v^T [1, H]

 private:
  AdditiveAttentionOptions options_;
};
TORCH_MODULE(AdditiveAttention);

}  // namespace attend::nn
