#pragma once

#include <array>
#include <memory>
#include <string_view>
#include <utility>

#include <ATen/core/Tensor.h>

#include "attend/ops/activation.h"

namespace attend::ops {

/// What a weight is rounded to for inference. Activations and sums stay fp32, but for int8: there each row of
/// the input is rounded too, as it comes, and integers are summed exactly (Jacob et al. 2018).
enum class WeightPrecision {
  fp32,
  bf16,
  int8,  ///< a byte an element, a scale a row
};
inline auto enum_names(WeightPrecision) {
  using Name = std::pair<WeightPrecision, std::string_view>;
  return std::array{Name{WeightPrecision::fp32, "fp32"}, Name{WeightPrecision::bf16, "bf16"},
                    Name{WeightPrecision::int8, "int8"}};
}

/// A weight [O, I] beside a copy in the layout that products read, for inference: where the rows of x are
/// few, making that copy at every call costs as much as the product. It does not follow changes of the
/// weight. Our own products are for fp32 numbers on the CPU; elsewhere LibTorch's multiply.
class PackedWeight {
 public:
  /// Throws Error for int8 where our own products do not multiply.
  explicit PackedWeight(const at::Tensor& weight, WeightPrecision precision = WeightPrecision::fp32);

  const at::Tensor& weight() const { return weight_; }

  /// How the copy multiplies.
  class Copy;
  const Copy* copy() const { return copy_.get(); }  ///< null: none was made

 private:
  at::Tensor weight_;
  std::shared_ptr<const Copy> copy_;
};

/// ops::linear and ops::linear_activation, without a gradient; in fp32 the same numbers to the last bit.
/// Whatever the precision, on the CPU a row does not depend on its neighbours.
at::Tensor linear(const at::Tensor& x, const PackedWeight& weight, const at::Tensor& bias = {});
at::Tensor linear_activation(const at::Tensor& x, const PackedWeight& weight, const at::Tensor& bias,
                             Activation activation);

}  // namespace attend::ops
