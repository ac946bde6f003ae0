#pragma once

#include <torch/types.h>

#include "attend/core/random.h"

namespace attend::nn {

/// Fills `weight` with numbers uniform in [-bound, bound), drawn from the stream in row-major order.
void init_uniform(torch::Tensor weight, double bound, Stream& stream);

/// Fills `weight` with normal numbers of mean 0.
void init_normal(torch::Tensor weight, double std, Stream& stream);

/// Glorot and Bengio 2010, equation 16: uniform with bound sqrt(6 / (in + out)) for a matrix [out, in]. A
/// fused matrix holds `parts` such matrices one below the other, each of which counts by itself.
void init_xavier(torch::Tensor weight, int64_t parts, Stream& stream);

}  // namespace attend::nn
