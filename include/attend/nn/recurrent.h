#pragma once

#include <vector>

#include <torch/nn/module.h>
#include <torch/nn/pimpl.h>
#include <torch/types.h>

#include "attend/nn/context.h"

namespace attend::nn {

/// One layer of gated recurrent units; the formula is in ops/gru.h. Parameters are PyTorch's: reset gate,
/// update gate and candidate one below the other.
class GruLayerImpl : public torch::nn::Module {
 public:
  GruLayerImpl(int64_t input_size, int64_t hidden_size);

  /// What the inputs of all steps give to the gates, in one product: x [..., I] -> [..., 3H]
  torch::Tensor project(const torch::Tensor& x) const;
  /// projected [T, B, 3H], the state before [B, H] -> the states after each step [T, B, H]
  torch::Tensor forward(const torch::Tensor& projected, const torch::Tensor& initial) const;

  torch::Tensor weight_ih;  ///< [3H, I]
  torch::Tensor weight_hh;  ///< [3H, H]
  torch::Tensor bias_ih;    ///< [3H]
  torch::Tensor bias_hh;    ///< [3H]
};
TORCH_MODULE(GruLayer);

struct GruOptions {
  int64_t input_size = 256;
  int64_t hidden_size = 256;
  int64_t layers = 1;
  double dropout = 0.0;  ///< of what one layer passes to the next
};

/// Layers one above the other. Time comes first everywhere, so that a step's rows lie together.
class GruImpl : public torch::nn::Module {
 public:
  explicit GruImpl(const GruOptions& options);

  /// x [T, B, I] -> [T, B, 3H], for `forward`; what else the first layer is given is added to it.
  torch::Tensor project(const torch::Tensor& x) const { return layers.front()->project(x); }
  /// projected [T, B, 3H], the states before, [B, H] a layer -> all states, [T, B, H] a layer
  std::vector<torch::Tensor> forward(const torch::Tensor& projected,
                                     const std::vector<torch::Tensor>& initial, Context& context) const;

  std::vector<GruLayer> layers;

 private:
  GruOptions options_;
};
TORCH_MODULE(Gru);

}  // namespace attend::nn
