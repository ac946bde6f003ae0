#pragma once

#include <torch/torch.h>

#include "attend/nn/context.h"
#include "attend/nn/positions.h"

namespace attend::nn {

/// A table of token vectors. The row of the pad symbol gets no gradient: it stays as it is (zero in models
/// trained here), whatever the symbol is used for.
struct TokenEmbeddingOptions {
  int64_t vocab_size = 0;
  int64_t d_model = 512;
  int64_t pad_id = -1;
  bool scale = true;  ///< multiply by sqrt(D) (Vaswani et al. 2017, section 3.4)
};

class TokenEmbeddingImpl : public torch::nn::Module {
 public:
  explicit TokenEmbeddingImpl(const TokenEmbeddingOptions& options);

  /// dropout(E[ids] sqrt(D) + P): ids [B, T], positions [T, D] -> [B, T, D]
  torch::Tensor forward(const torch::Tensor& ids, const torch::Tensor& positions, double dropout,
                        Context& context);

  torch::Tensor weight;  ///< [V, D]

 private:
  TokenEmbeddingOptions options_;
};
TORCH_MODULE(TokenEmbedding);

}  // namespace attend::nn
