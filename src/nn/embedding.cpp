#include "attend/nn/embedding.h"

#include <cmath>

#include "attend/ops/embedding.h"

namespace attend::nn {

TokenEmbeddingImpl::TokenEmbeddingImpl(const TokenEmbeddingOptions& options) : options_(options) {
  weight = register_parameter("weight", torch::zeros({options.vocab_size, options.d_model}));
}

torch::Tensor TokenEmbeddingImpl::forward(const torch::Tensor& ids, const torch::Tensor& positions,
                                          double dropout, Context& context) {
  ops::EmbedOptions options;
  options.scale = options_.scale ? std::sqrt(static_cast<double>(options_.d_model)) : 1.0;
  options.dropout = context.training ? dropout : 0.0;
  options.frozen_row = options_.pad_id;
  return ops::embed(ids, weight, positions, options, context.stream);
}

torch::Tensor TokenEmbeddingImpl::lookup(const torch::Tensor& ids) const {
  return ops::look_up(ids, weight, options_.pad_id);
}

torch::Tensor TokenEmbeddingImpl::project(const torch::Tensor& hidden, const torch::Tensor& bias) const {
  return multiply(hidden, bias);
}

void TokenEmbeddingImpl::pack(ops::WeightPrecision precision) {
  if (options_.projects) PackedLayer::pack(precision);
}

}  // namespace attend::nn
