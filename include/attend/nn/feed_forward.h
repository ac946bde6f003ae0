#pragma once

#include <torch/nn/module.h>
#include <torch/nn/pimpl.h>
#include <torch/types.h>

#include "attend/nn/context.h"
#include "attend/nn/linear.h"
#include "attend/ops/activation.h"

namespace attend::nn {

/// The position-wise feed-forward network (Vaswani et al. 2017, section 3.3):
/// fc2(dropout(activation(fc1(x)))).
struct FeedForwardOptions {
  int64_t d_model = 512;
  int64_t ffn_dim = 2048;
  ops::Activation activation = ops::Activation::relu;
  double activation_dropout = 0.0;
  bool bias = true;
};

class FeedForwardImpl : public torch::nn::Module {
 public:
  explicit FeedForwardImpl(const FeedForwardOptions& options);

  /// x [..., D] -> [..., D]
  torch::Tensor forward(const torch::Tensor& x, Context& context);

  Linear fc1{nullptr};  ///< [F, D]
  Linear fc2{nullptr};  ///< [D, F]

 private:
  FeedForwardOptions options_;
};
TORCH_MODULE(FeedForward);

}  // namespace attend::nn
