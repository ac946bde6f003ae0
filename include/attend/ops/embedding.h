#pragma once

#include <ATen/core/Tensor.h>

#include "attend/core/random.h"

namespace attend::ops {

/// dropout(scale * weight[ids] + positions, p): ids [B, T] int64, weight [V, D], positions [T, D] or
/// undefined
/// -> [B, T, D]. The gradient of `weight` is the same in every run and with any number of threads.
at::Tensor embed(const at::Tensor& ids, const at::Tensor& weight, const at::Tensor& positions, double scale,
                 double p, Stream& stream);

}  // namespace attend::ops
