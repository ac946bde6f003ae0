#pragma once

#include <ATen/core/Tensor.h>

namespace attend::ops {

/// The rows that a batch of queries sees, in the order of their positions.
struct VisibleRows {
  at::Tensor rows;    ///< [N, P] int64
  at::Tensor counts;  ///< [N] int64: query n sees the first counts[n] rows; undefined: all P
};

/// softmax(q k^T / sqrt(d)) v for one query per hypothesis, as decoding wants it: keys and values of all
/// positions lie in one table, and each query names the rows that it sees, so hypotheses that share a past
/// share its rows and nothing moves when a beam is reordered. queries [N, D] (rows may be strided),
/// keys_values [R, 2 D] (a key, then its value), D = heads * d -> [N, D]. A query that sees nothing gives
/// zeros. In fp32 on the CPU a query's result does not depend on the others nor on P.
at::Tensor gathered_attention(const at::Tensor& queries, const at::Tensor& keys_values,
                              const VisibleRows& visible, int64_t heads);

}  // namespace attend::ops
