#pragma once

#include <cstdint>

#include <ATen/core/Tensor.h>

namespace attend {

/// An exponential moving average of flat parameters: a <- d a + (1 - d) p with d = min(decay, (1 + u) / (10 +
/// u)) after update u, so that the first weights do not linger (the rule of TensorFlow's
/// ExponentialMovingAverage).
class WeightAverage {
 public:
  WeightAverage(const at::Tensor& parameters, double decay);

  /// `skip`, an fp32 scalar on the same device: 1 where update `update` was not made, else 0.
  void add(const at::Tensor& parameters, int64_t update, const at::Tensor& skip);
  const at::Tensor& values() const { return values_; }

 private:
  double decay_;
  at::Tensor values_;
};

}  // namespace attend
