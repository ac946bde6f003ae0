#pragma once

#include <vector>

#include "kernels/kernels.h"
#include <ATen/core/Tensor.h>

namespace attend::ops {

/// A head's rows in a tensor [B, T, D], whose last dimension lies in one piece.
struct HeadRows {
  explicit HeadRows(const at::Tensor& rows) : all(rows) {}

  float* of(int64_t batch, int64_t column) const {
    return static_cast<float*>(all.data_ptr()) + batch * all.stride(0) + column;
  }
  int64_t stride() const { return all.stride(1); }

  at::Tensor all;
};

/// Queries, keys and values of several heads, or the gradients of them.
struct HeadOperands {
  HeadRows q, k, v;  ///< [B, Q, D], [B, K, D], [B, K, D]
};

/// What is the same for all heads.
struct HeadCall {
  int64_t heads;
  bool causal;             ///< query t sees no key after t
  const int64_t* lengths;  ///< [B]: keys that a sequence has; null: all
};

/// out [B, Q, D] = softmax(q k^T / sqrt(d)) v, head by head, each on one thread in an order of its own: the
/// numbers do not depend on threads, neighbours or padding. Scores are in memory for a block of queries at a
/// time (Rabe and Staats 2021, "Self-attention does not need O(n^2) memory").
void attend_heads(const HeadOperands& operands, const HeadCall& call, const HeadRows& out);

/// The gradients of the operands; the weights are computed again (Dao et al. 2022, "FlashAttention",
/// section 3.1).
void attend_heads_backward(const HeadOperands& operands, const HeadCall& call, const HeadRows& gradient,
                           const HeadOperands& gradients);

}  // namespace attend::ops
