#include "attend/nn/additive_attention.h"

#include "attend/nn/attention_record.h"
#include "attend/ops/dropout.h"

namespace attend::nn {

AdditiveAttentionImpl::AdditiveAttentionImpl(const AdditiveAttentionOptions& options)
    : q_proj(register_module("q_proj", Linear(options.query_size, options.hidden_size, /*bias=*/false))),
      k_proj(register_module("k_proj", Linear(options.key_size, options.hidden_size, /*bias=*/false))),
      v_proj(register_module("v_proj", Linear(options.hidden_size, 1, /*bias=*/false))),
      options_(options) {}

torch::Tensor AdditiveAttentionImpl::weights(const torch::Tensor& queries,
                                             const torch::Tensor& projected_keys,
                                             const ops::AttentionMask& mask) const {
  const auto q = q_proj->forward(queries).unsqueeze(2);                     // [B, Q, 1, H]
  const auto features = torch::tanh(q + projected_keys.unsqueeze(1));       // [B, Q, K, H]
  return ops::masked_softmax(v_proj->forward(features).squeeze(-1), mask);  // [B, Q, K]
}

torch::Tensor AdditiveAttentionImpl::forward(const torch::Tensor& queries,
                                             const torch::Tensor& projected_keys, const torch::Tensor& values,
                                             const ops::AttentionMask& mask, Context& context) const {
  const double dropout = context.training ? options_.dropout : 0.0;
  const auto weights = this->weights(queries, projected_keys, mask);
  if (context.attention) context.attention->cross.push_back(weights.unsqueeze(1));  // [B, 1, Q, K]
  return torch::bmm(ops::dropout(weights, dropout, context.stream), values);
}

}  // namespace attend::nn
