#pragma once

#include <optional>

#include <torch/nn/module.h>
#include <torch/nn/pimpl.h>
#include <torch/types.h>

#include "attend/ops/linear.h"

namespace attend::nn {

/// y = x W^T + b, with x [..., in], W [out, in] and b [out], which may be absent. In evaluation mode
/// (`eval()`) a copy of the weight in the layout of products serves calls without gradient: the weight must
/// not change until `train()`.
class LinearImpl : public torch::nn::Module {
 public:
  LinearImpl(int64_t in, int64_t out, bool bias = true);

  torch::Tensor forward(const torch::Tensor& x) const;
  /// activate(forward(x), activation)
  torch::Tensor forward(const torch::Tensor& x, ops::Activation activation) const;
  void train(bool on = true) override;

  torch::Tensor weight;  ///< [out, in]
  torch::Tensor bias;    ///< [out], or undefined

 private:
  std::optional<ops::PackedWeight> packed_;
};
TORCH_MODULE(Linear);

}  // namespace attend::nn
