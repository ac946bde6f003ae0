#include "weight_gradient.h"

#include <utility>

#include "parallel.h"

#include "attend/ops/gradients_in_place.h"

namespace attend::ops {
namespace {

thread_local bool in_place = false;

}  // namespace

GradientsInPlace::GradientsInPlace() : before_(std::exchange(in_place, true)) {}

GradientsInPlace::~GradientsInPlace() { in_place = before_; }

std::optional<at::Tensor> gradient_in_place(const at::Tensor& weight) {
  if (!in_place || !weight.is_leaf()) return std::nullopt;
  const auto& gradient = weight.grad();
  const bool usable = gradient.defined() && has_kernels(gradient) && gradient.is_contiguous();
  return usable ? std::optional(gradient) : std::nullopt;
}

}  // namespace attend::ops
