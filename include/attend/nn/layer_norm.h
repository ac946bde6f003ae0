#pragma once

#include <torch/nn/module.h>
#include <torch/nn/pimpl.h>
#include <torch/types.h>

#include "attend/core/random.h"

namespace attend::nn {

/// Layer normalisation (Ba et al. 2016) over the last dimension: (x - mean) / sqrt(var + eps) * weight +
/// bias.
class LayerNormImpl : public torch::nn::Module {
 public:
  explicit LayerNormImpl(int64_t size, double eps = 1e-5);

  /// x [..., size] -> [..., size]
  torch::Tensor forward(const torch::Tensor& x) const;

  /// The lectures' AddNorm: layer_norm(residual + dropout(y)). residual, y [..., size] -> [..., size]
  torch::Tensor add_norm(const torch::Tensor& residual, const torch::Tensor& y, double dropout,
                         Stream& stream) const;

  torch::Tensor weight;  ///< [size]
  torch::Tensor bias;    ///< [size]

 private:
  double eps_;
};
TORCH_MODULE(LayerNorm);

}  // namespace attend::nn
