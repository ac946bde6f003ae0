#pragma once

#include <cstdint>

#include <ATen/core/Tensor.h>

#include "attend/core/random.h"

namespace attend::ops {

struct EmbedOptions {
  double scale = 1.0;
  double dropout = 0.0;
  int64_t frozen_row = -1;  ///< a row of the table that gets no gradient; -1: none
};

/// dropout(scale * weight[ids] + positions): ids [B, T] int64, weight [V, D], positions [T, D] or undefined
/// -> [B, T, D]. The gradient of `weight` is the same in every run and with any number of threads.
at::Tensor embed(const at::Tensor& ids, const at::Tensor& weight, const at::Tensor& positions,
                 const EmbedOptions& options, Stream& stream);

}  // namespace attend::ops
