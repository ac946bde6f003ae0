#pragma once

#include <ATen/core/Tensor.h>

#include "attend/core/random.h"

namespace attend::ops {

/// What a layer normalisation learns, and its eps.
struct NormParameters {
  at::Tensor weight;  ///< [D]
  at::Tensor bias;    ///< [D]
  double eps = 1e-5;
};

/// (x - mean) / sqrt(var + eps) * weight + bias over the last dimension (Ba et al. 2016); x [..., D].
/// Statistics are in fp32 or wider whatever the type of x.
at::Tensor layer_norm(const at::Tensor& x, const NormParameters& norm);

/// layer_norm(x + dropout(y, p)) in one pass each way: the residual of a post-norm block. x, y [..., D].
at::Tensor add_norm(const at::Tensor& x, const at::Tensor& y, const NormParameters& norm, double p,
                    Stream& stream);

}  // namespace attend::ops
