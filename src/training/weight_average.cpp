#include "attend/training/weight_average.h"

#include <algorithm>

#include <ATen/ATen.h>

namespace attend {

WeightAverage::WeightAverage(const at::Tensor& parameters, double decay)
    : decay_(decay), values_(parameters.clone()) {}

void WeightAverage::add(const at::Tensor& parameters, int64_t update, const at::Tensor& skip) {
  const auto u = static_cast<double>(update);
  const double share = 1 - std::min(decay_, (1 + u) / (10 + u));
  values_.lerp_(parameters, share * (1 - skip));
}

}  // namespace attend
