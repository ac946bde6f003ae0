#pragma once

#include <torch/torch.h>

namespace attend::nn {

/// y = x W^T + b, with x [..., in], W [out, in] and b [out], which may be absent.
class LinearImpl : public torch::nn::Module {
 public:
  LinearImpl(int64_t in, int64_t out, bool bias = true);

  torch::Tensor forward(const torch::Tensor& x) const;

  torch::Tensor weight;  ///< [out, in]
  torch::Tensor bias;    ///< [out], or undefined
};
TORCH_MODULE(Linear);

}  // namespace attend::nn
