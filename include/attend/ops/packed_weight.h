#pragma once

#include <memory>

#include <ATen/core/Tensor.h>

#include "attend/ops/activation.h"
#include "attend/ops/weight_precision.h"

namespace attend::ops {

/// A weight [O, I] beside a copy in the layout that products read, for inference: where the rows of x are
/// few, making that copy at every call costs as much as the product. It does not follow changes of the
/// weight. Our own products are for fp32 numbers on the CPU; others are LibTorch's.
class PackedWeight {
 public:
  /// Throws Error for int8 where our own products do not multiply.
  explicit PackedWeight(const at::Tensor& weight, WeightPrecision precision = WeightPrecision::fp32);

  /// x W^T + b, with `relu` max(., 0) of it.
  at::Tensor multiply(const at::Tensor& x, const at::Tensor& bias, bool relu) const;

 private:
  class Copy;
  class Panels;
  class Quantised;
  class Bf16Matrix;
  static std::shared_ptr<const Copy> copy_of(const at::Tensor& weight, WeightPrecision precision);

  at::Tensor weight_;
  std::shared_ptr<const Copy> copy_;  ///< null: none was made
};

/// ops::linear and ops::linear_activation, without a gradient; in fp32 the same numbers to the last bit.
/// With fp32 weights on the CPU, whatever they are rounded to, a row does not depend on its neighbours.
at::Tensor linear(const at::Tensor& x, const PackedWeight& weight, const at::Tensor& bias = {});
at::Tensor linear_activation(const at::Tensor& x, const PackedWeight& weight, const at::Tensor& bias,
                             Activation activation);

}  // namespace attend::ops
