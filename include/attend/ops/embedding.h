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

/// weight[ids]: ids of any shape, int64, weight [V, D] -> [..., D]. The gradient of `weight` is the same in
/// every run and with any number of threads; `frozen_row` of it stays 0 (-1: none does).
at::Tensor look_up(const at::Tensor& ids, const at::Tensor& weight, int64_t frozen_row = -1);

/// dropout(scale * weight[ids] + positions): ids [B, T] int64, weight [V, D], positions [T, D] or undefined
/// -> [B, T, D].
at::Tensor embed(const at::Tensor& ids, const at::Tensor& weight, const at::Tensor& positions,
                 const EmbedOptions& options, Stream& stream);

}  // namespace attend::ops
