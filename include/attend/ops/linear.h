#pragma once

#include <ATen/core/Tensor.h>

#include "attend/ops/activation.h"

namespace attend::ops {

/// y = x W^T + b: x [..., I], weight [O, I], bias [O] or undefined -> [..., O]. The product is the fastest
/// one known for the shape, forward and backward.
at::Tensor linear(const at::Tensor& x, const at::Tensor& weight, const at::Tensor& bias = {});

/// activate(linear(x, weight, bias), activation).
at::Tensor linear_activation(const at::Tensor& x, const at::Tensor& weight, const at::Tensor& bias,
                             Activation activation);

/// A weight [O, I] beside a copy in the layout that products read, for inference: where the rows of x are
/// few, making that copy at every call costs as much as the product. It does not follow changes of the
/// weight. What our own products do not multiply (other types and devices) is kept as it is.
class PackedWeight {
 public:
  explicit PackedWeight(const at::Tensor& weight);

  const at::Tensor& weight() const { return weight_; }
  const at::Tensor& panels() const { return panels_; }  ///< undefined where there is no copy

 private:
  at::Tensor weight_;
  at::Tensor panels_;
};

/// The same numbers as with the weight itself, to the last bit, without a gradient.
at::Tensor linear(const at::Tensor& x, const PackedWeight& weight, const at::Tensor& bias = {});
at::Tensor linear_activation(const at::Tensor& x, const PackedWeight& weight, const at::Tensor& bias,
                             Activation activation);

}  // namespace attend::ops
