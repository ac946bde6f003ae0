#include "attend/nn/bert_embeddings.h"

#include "attend/ops/dropout.h"

namespace attend::nn {

BertEmbeddingsImpl::BertEmbeddingsImpl(const BertEmbeddingsOptions& o)
    : word_embeddings(register_module(
          "word_embeddings",
          TokenEmbedding(TokenEmbeddingOptions{o.vocab_size, o.d_model, o.pad_id, /*scale=*/false}))),
      position_embeddings(register_module(
          "position_embeddings", PositionEmbedding(PositionType::learned, o.max_positions, o.d_model))),
      token_type_embeddings(register_module(
          "token_type_embeddings",
          TokenEmbedding(TokenEmbeddingOptions{o.segments, o.d_model, /*pad_id=*/-1, /*scale=*/false}))),
      options_(o) {
  if (o.norm) layer_norm = register_module("layer_norm", LayerNorm(o.d_model, o.norm_eps));
}

torch::Tensor BertEmbeddingsImpl::forward(const torch::Tensor& ids, const torch::Tensor& segments,
                                          Context& context) {
  const auto positions = position_embeddings->forward(0, ids.size(1));
  const auto tokens = word_embeddings->forward(ids, positions, /*dropout=*/0.0, context);  // [B, T, D]
  const auto types = token_type_embeddings->lookup(segments);                              // [B, T, D]
  // The norm of a sum is one pass over memory.
  const auto x = layer_norm.is_empty() ? tokens + types
                                       : layer_norm->add_norm(tokens, types, /*dropout=*/0.0, context.stream);
  return ops::dropout(x, context.training ? options_.dropout : 0.0, context.stream);
}

}  // namespace attend::nn
