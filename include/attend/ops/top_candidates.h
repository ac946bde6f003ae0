#pragma once

#include <ATen/core/Tensor.h>

namespace attend::ops {

/// The likeliest symbols of each row, likeliest first; of equal ones the lower id.
struct Candidates {
  at::Tensor log_probabilities;  ///< [N, count] fp32, on the CPU
  at::Tensor ids;                ///< [N, count] int64, on the CPU
};

/// The `count` largest entries of log_softmax(logits) of each row: logits [N, V], count <= V. The softmax is
/// in fp32, and its other entries are never made. Which of equal logits come first is fixed on the CPU only.
Candidates top_candidates(const at::Tensor& logits, int64_t count);

}  // namespace attend::ops
