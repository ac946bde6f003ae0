#pragma once

#include <torch/nn/pimpl.h>
#include <torch/types.h>

#include "attend/nn/context.h"
#include "attend/nn/packed_layer.h"
#include "attend/nn/positions.h"

namespace attend::nn {

/// A table of token vectors. The row of the pad symbol gets no gradient: it stays as it is (zero in models
/// trained here), whatever the symbol is used for.
struct TokenEmbeddingOptions {
  int64_t vocab_size = 0;
  int64_t d_model = 512;
  int64_t pad_id = -1;
  bool scale = true;      ///< multiply by sqrt(D) (Vaswani et al. 2017, section 3.4)
  bool projects = false;  ///< the table is the output projection too (Press and Wolf 2017)
};

class TokenEmbeddingImpl : public PackedLayer {
 public:
  explicit TokenEmbeddingImpl(const TokenEmbeddingOptions& options);

  /// dropout(E[ids] sqrt(D) + P): ids [B, T], positions [T, D] -> [B, T, D]
  torch::Tensor forward(const torch::Tensor& ids, const torch::Tensor& positions, double dropout,
                        Context& context);

  /// E[ids] alone: ids of any shape [...] -> [..., D]
  torch::Tensor lookup(const torch::Tensor& ids) const;
  /// The table, `weight` [V, D], as output projection: hidden [..., D], bias [V] or undefined -> [..., V].
  torch::Tensor project(const torch::Tensor& hidden, const torch::Tensor& bias) const;
  /// Nothing for a table that does not project.
  void pack(ops::WeightPrecision precision) override;

 private:
  TokenEmbeddingOptions options_;
};
TORCH_MODULE(TokenEmbedding);

}  // namespace attend::nn
