#pragma once

#include <cstdint>

#include <ATen/core/Tensor.h>

namespace attend {

/// A loss as a sum and what it is to be divided by, so that k small batches add up to one large one.
struct LossSum {
  at::Tensor sum;     ///< scalar, fp32, differentiable: the training objective summed over the batch
  at::Tensor nll;     ///< scalar, fp32: negative log-likelihood summed, without smoothing; for perplexity
  int64_t count = 0;  ///< target tokens, or examples
};

}  // namespace attend
