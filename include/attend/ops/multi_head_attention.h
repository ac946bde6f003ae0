#pragma once

#include <vector>

#include <ATen/core/Tensor.h>

#include "attend/core/random.h"
#include "attend/ops/attention.h"

namespace attend::ops {

struct MultiHeadOptions {
  int64_t heads = 1;
  double dropout = 0.0;      ///< on the attention weights; above 0 the slower formula is used
  Stream* stream = nullptr;  ///< that dropout draws from; may be null without it
};

/// The heads of `parts` vectors that stand side by side: [B, T, parts D] -> `parts` views [B, H, T, D / H].
std::vector<at::Tensor> split_heads(const at::Tensor& projected, int64_t parts, int64_t heads);

/// Attention of several heads side by side (Vaswani et al. 2017, section 3.2.2, without its projections): qkv
/// [B, T, 3 D] holds the queries, keys and values of a sequence; what its first `queries` positions see, [B,
/// queries, D].
at::Tensor self_attention(const at::Tensor& qkv, int64_t queries, const AttentionMask& mask,
                          const MultiHeadOptions& options);

/// The same with queries q [B, Q, D] of one sequence, keys and values kv [B, K, 2 D] of another: [B, Q, D].
at::Tensor cross_attention(const at::Tensor& q, const at::Tensor& kv, const AttentionMask& mask,
                           const MultiHeadOptions& options);

}  // namespace attend::ops
