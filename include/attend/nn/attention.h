#pragma once

#include <torch/nn/module.h>
#include <torch/nn/pimpl.h>
#include <torch/types.h>

#include "attend/nn/context.h"
#include "attend/nn/key_value_cache.h"
#include "attend/nn/linear.h"
#include "attend/ops/attention.h"
#include "attend/ops/gathered_attention.h"

namespace attend::nn {

/// Multi-head attention (Vaswani et al. 2017, section 3.2.2): per head softmax(Q K^T / sqrt(d)) V with d = D
/// / H, the heads side by side through an output projection.
struct AttentionOptions {
  int64_t d_model = 512;
  int64_t heads = 8;
  double dropout = 0.0;  ///< on the attention weights
  bool bias = true;      ///< on the four projections
};

/// Queries, keys and values of one sequence; one product makes all three.
class SelfAttentionImpl : public torch::nn::Module {
 public:
  explicit SelfAttentionImpl(const AttentionOptions& options);

  /// x [B, T, D] -> [B, T, D]. Every position sees the keys that `mask` leaves.
  torch::Tensor forward(const torch::Tensor& x, const ops::AttentionMask& mask, Context& context);
  /// Its first position alone: x [B, T, D] -> [B, D].
  torch::Tensor first(const torch::Tensor& x, const ops::AttentionMask& mask, Context& context);
  /// One more position: x [N, D] -> [N, D]. Its keys and values join the cache, as the last rows there;
  /// `visible` names them already.
  torch::Tensor step(const torch::Tensor& x, KeyValueCache& cache, const ops::VisibleRows& visible);

  Linear qkv_proj{nullptr};  ///< [3 D, D]: queries, keys, values
  Linear out_proj{nullptr};

 private:
  torch::Tensor attend(const torch::Tensor& x, int64_t queries, const ops::AttentionMask& mask,
                       Context& context);

  AttentionOptions options_;
};
TORCH_MODULE(SelfAttention);

/// Queries of one sequence, keys and values of another.
class CrossAttentionImpl : public torch::nn::Module {
 public:
  explicit CrossAttentionImpl(const AttentionOptions& options);

  /// Keys and values of memory [B, S, D] for `step`: [B S, 2 D], a key and its value in a row.
  torch::Tensor memory_rows(const torch::Tensor& memory);
  /// x [N, D] -> [N, D], over the rows of `memory_rows` that each hypothesis sees.
  torch::Tensor step(const torch::Tensor& x, const torch::Tensor& memory_rows,
                     const ops::VisibleRows& visible);
  /// x [B, T, D], memory [B, S, D] -> [B, T, D]
  torch::Tensor forward(const torch::Tensor& x, const torch::Tensor& memory, const ops::AttentionMask& mask,
                        Context& context);

  Linear q_proj{nullptr};
  Linear kv_proj{nullptr};  ///< [2 D, D]: keys, values
  Linear out_proj{nullptr};

 private:
  AttentionOptions options_;
};
TORCH_MODULE(CrossAttention);

}  // namespace attend::nn
