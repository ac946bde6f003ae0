#pragma once

#include <array>
#include <string_view>
#include <utility>

namespace attend::ops {

/// What a weight is rounded to for inference. On the CPU activations and sums stay fp32, but for int8: there
/// each row of the input is rounded too, as it comes, and integers are summed exactly (Jacob et al. 2018).
/// Elsewhere bf16 products are LibTorch's.
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

}  // namespace attend::ops
