#pragma once

#include <torch/nn/pimpl.h>
#include <torch/types.h>

#include "attend/nn/packed_layer.h"
#include "attend/ops/activation.h"

namespace attend::nn {

/// y = x W^T + b, with x [..., in], W [out, in] and b [out], which may be absent.
class LinearImpl : public PackedLayer {
 public:
  LinearImpl(int64_t in, int64_t out, bool bias = true);

  torch::Tensor forward(const torch::Tensor& x) const;
  /// activate(forward(x), activation)
  torch::Tensor forward(const torch::Tensor& x, ops::Activation activation) const;

  torch::Tensor bias;  ///< [out], or undefined
};
TORCH_MODULE(Linear);

}  // namespace attend::nn
