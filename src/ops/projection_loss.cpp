#include "attend/ops/projection_loss.h"

#include <ATen/ATen.h>
#include <torch/csrc/autograd/custom_function.h>

#include "attend/ops/shape.h"

namespace attend::ops {
namespace {

at::Tensor without_class(const at::Tensor& classes, int64_t excluded) {
  const int64_t count = classes.size(0);
  if (excluded == count - 1) return classes.narrow(0, 0, count - 1);
  return at::cat({classes.narrow(0, 0, excluded), classes.narrow(0, excluded + 1, count - excluded - 1)});
}

}  // namespace

LossSum projection_loss(const at::Tensor& hidden, const at::Tensor& weight, const at::Tensor& bias,
                        const at::Tensor& targets, const ProjectionLossOptions& options) {
  check_shape("projection_loss", "weight", weight, {{"V"}, {"D"}});
  check_shape("projection_loss", "hidden", hidden, {{"M"}, {"D", weight.size(1)}});
  check_shape("projection_loss", "targets", targets, {{"M", hidden.size(0)}});
  check_int64("projection_loss", "targets", targets);
  if (bias.defined()) check_shape("projection_loss", "bias", bias, {{"V", weight.size(0)}});
  auto classes = weight, offset = bias, wanted = targets;
  if (const int64_t excluded = options.excluded_class; excluded >= 0) {
    classes = without_class(weight, excluded);
    if (bias.defined()) offset = without_class(bias, excluded);
    wanted = at::where(targets.eq(excluded), kIgnoredTarget, targets - targets.gt(excluded).to(at::kLong));
  }
  const auto logits = at::linear(hidden, classes, offset).to(at::kFloat);
  LossSum loss;
  loss.sum =
      at::cross_entropy_loss(logits, wanted, {}, at::Reduction::Sum, kIgnoredTarget, options.label_smoothing);
  loss.nll = at::cross_entropy_loss(logits.detach(), wanted, {}, at::Reduction::Sum, kIgnoredTarget);
  loss.count = wanted.ne(kIgnoredTarget).sum().item<int64_t>();
  return loss;
}

}  // namespace attend::ops
