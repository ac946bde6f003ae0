#pragma once

#include <torch/nn/module.h>
#include <torch/nn/pimpl.h>
#include <torch/types.h>

#include "attend/nn/context.h"
#include "attend/nn/embedding.h"
#include "attend/nn/layer_norm.h"
#include "attend/nn/positions.h"

namespace attend::nn {

/// What BERT's first block sees (Devlin et al. 2019, figure 2): dropout(norm(E[id] + P[position] +
/// S[segment])).
struct BertEmbeddingsOptions {
  int64_t vocab_size = 0;
  int64_t d_model = 768;
  int64_t pad_id = 0;  ///< its row of E gets no gradient from here
  int64_t max_positions = 512;
  int64_t segments = 2;
  bool norm = true;
  double norm_eps = 1e-12;
  double dropout = 0.1;
};

class BertEmbeddingsImpl : public torch::nn::Module {
 public:
  explicit BertEmbeddingsImpl(const BertEmbeddingsOptions& options);

  /// ids, segments [B, T] int64 -> [B, T, D]. Throws Error past the table of positions.
  torch::Tensor forward(const torch::Tensor& ids, const torch::Tensor& segments, Context& context);

  TokenEmbedding word_embeddings{nullptr};
  PositionEmbedding position_embeddings{nullptr};
  TokenEmbedding token_type_embeddings{nullptr};
  LayerNorm layer_norm{nullptr};  ///< null without a norm

 private:
  BertEmbeddingsOptions options_;
};
TORCH_MODULE(BertEmbeddings);

}  // namespace attend::nn
