#include "attend/ops/projection_loss.h"

#include <algorithm>
#include <string>

#include "autograd.h"
#include "column_sums.h"
#include "product.h"
#include "softmax_loss.h"
#include <ATen/ATen.h>
#include <torch/csrc/autograd/custom_function.h>

#include "attend/core/error.h"
#include "attend/ops/shape.h"

namespace attend::ops {
namespace {

constexpr int64_t kLogitBytes = 16 << 20;

// Softmax and loss are in fp32 at least.
at::ScalarType loss_type(const at::Tensor& hidden) {
  return hidden.scalar_type() == at::kDouble ? at::kDouble : at::kFloat;
}

int64_t chunk_rows(const at::Tensor& hidden, const at::Tensor& weight, int64_t asked) {
  const int64_t row_bytes = weight.size(0) * static_cast<int64_t>(c10::elementSize(loss_type(hidden)));
  const int64_t rows = asked > 0 ? asked : kLogitBytes / std::max<int64_t>(1, row_bytes) / 16 * 16;
  return std::clamp<int64_t>(rows, 16, std::max<int64_t>(16, hidden.size(0)));
}

// What is not a tensor in a call.
struct LossCall {
  double smoothing;
  int64_t rows;  // a chunk's
  bool hidden_gradient, weight_gradient, bias_gradient;

  bool gradient() const { return hidden_gradient || weight_gradient || bias_gradient; }
};

// The tensors of one pass; the gradients are of the sum, and undefined where not needed.
struct Pass {
  at::Tensor hidden, weight, bias, targets;
  at::Tensor hidden_gradient, weight_gradient, bias_gradient;
  at::Tensor sum, nll;

  Pass(const at::Tensor& hidden, const at::Tensor& weight, const at::Tensor& bias, const at::Tensor& targets,
       const LossCall& call);
  void add_chunk(int64_t first, int64_t count, at::Tensor& logits, const LossCall& call);
};

Pass::Pass(const at::Tensor& hidden, const at::Tensor& weight, const at::Tensor& bias,
           const at::Tensor& targets, const LossCall& call)
    : hidden(hidden.contiguous()), weight(weight), bias(bias), targets(targets.contiguous()) {
  const auto options = hidden.options().dtype(loss_type(hidden));
  sum = at::zeros({}, options);
  nll = at::zeros({}, options);
  if (call.hidden_gradient) hidden_gradient = at::empty_like(this->hidden);
  if (call.weight_gradient) weight_gradient = at::zeros(weight.sizes(), options);
  if (call.bias_gradient) bias_gradient = at::zeros(bias.sizes(), options);
}

// `logits` [count, V] is memory to work in.
void Pass::add_chunk(int64_t first, int64_t count, at::Tensor& logits, const LossCall& call) {
  const auto rows = hidden.narrow(0, first, count);
  product_into(logits, rows, weight.t(), {.bias = bias, .relu = false, .accumulate = false});
  const auto losses = softmax_loss(logits, targets.narrow(0, first, count), call.smoothing, call.gradient());
  sum += losses.loss.sum();
  nll += losses.nll.sum();
  const auto gradient = call.gradient() ? logits.to(hidden.scalar_type()) : at::Tensor();
  if (call.hidden_gradient) {
    auto part = hidden_gradient.narrow(0, first, count);
    product_into(part, gradient, weight);
  }
  if (call.weight_gradient)
    product_into(weight_gradient, gradient.t(), rows, {.bias = {}, .relu = false, .accumulate = true});
  if (call.bias_gradient) bias_gradient += column_sums(logits);
}

struct ProjectionLoss : torch::autograd::Function<ProjectionLoss> {
  static variable_list forward(AutogradContext* context, const at::Tensor& hidden, const at::Tensor& weight,
                               const std::optional<at::Tensor>& bias, const at::Tensor& targets,
                               const LossCall& call) {
    Pass pass(hidden, weight, bias.value_or(at::Tensor()), targets, call);
    auto buffer = at::empty({call.rows, weight.size(0)}, pass.sum.options());
    for (int64_t first = 0; first < hidden.size(0); first += call.rows) {
      const int64_t count = std::min(call.rows, hidden.size(0) - first);
      auto logits = buffer.narrow(0, 0, count);
      pass.add_chunk(first, count, logits, call);
    }
    context->mark_non_differentiable({pass.nll});
    context->save_for_backward({pass.hidden_gradient, pass.weight_gradient, pass.bias_gradient});
    context->saved_data["weight_type"] = static_cast<int64_t>(weight.scalar_type());
    return {pass.sum, pass.nll};
  }

  static variable_list backward(AutogradContext* context, const variable_list& gradients) {
    const auto type = static_cast<at::ScalarType>(context->saved_data["weight_type"].toInt());
    variable_list result(5);
    const auto saved = context->get_saved_variables();
    for (size_t i = 0; i < saved.size(); ++i) {
      if (saved[i].defined())
        result[i] = (saved[i] * gradients[0]).to(i == 0 ? saved[0].scalar_type() : type);
    }
    return result;
  }
};

at::Tensor without_class(const at::Tensor& classes, int64_t excluded) {
  const int64_t count = classes.size(0);
  if (excluded == count - 1) return classes.narrow(0, 0, count - 1);
  return at::cat({classes.narrow(0, 0, excluded), classes.narrow(0, excluded + 1, count - excluded - 1)});
}

// Targets in the numbering without the excluded class.
at::Tensor renumbered(const at::Tensor& targets, int64_t excluded) {
  const auto moved = targets - targets.gt(excluded).to(at::kLong);
  return moved.masked_fill(targets.eq(excluded).logical_or(targets.lt(0)), kIgnoredTarget);
}

void check_targets(const at::Tensor& targets, int64_t classes) {
  if (!targets.device().is_cpu())
    return;  // looking at them would wait for the device; its kernels check them
  const auto wrong = targets.ge(classes).logical_or(targets.lt(0).logical_and(targets.ne(kIgnoredTarget)));
  if (!wrong.any().item<bool>()) return;
  throw Error({.operation = "ops::projection_loss",
               .where = "targets",
               .found = "class " + std::to_string(targets.masked_select(wrong)[0].item<int64_t>()),
               .expected = "0 to " + std::to_string(classes - 1) + ", or " + std::to_string(kIgnoredTarget),
               .hint = ""});
}

void check_arguments(const at::Tensor& hidden, const at::Tensor& weight, const at::Tensor& bias,
                     const at::Tensor& targets, const ProjectionLossOptions& options) {
  check_shape("projection_loss", "weight", weight, {{"V"}, {"D"}});
  check_shape("projection_loss", "hidden", hidden, {{"M"}, {"D", weight.size(1)}});
  check_shape("projection_loss", "targets", targets, {{"M", hidden.size(0)}});
  check_int64("projection_loss", "targets", targets);
  if (bias.defined()) check_shape("projection_loss", "bias", bias, {{"V", weight.size(0)}});
  check_targets(targets, weight.size(0));
  if (options.excluded_class >= weight.size(0)) {
    throw Error({.operation = "ops::projection_loss",
                 .where = "excluded_class",
                 .found = std::to_string(options.excluded_class),
                 .expected = "less than " + std::to_string(weight.size(0)),
                 .hint = ""});
  }
}

}  // namespace

LossSum projection_loss(const at::Tensor& hidden, const at::Tensor& weight, const at::Tensor& bias,
                        const at::Tensor& targets, const ProjectionLossOptions& options) {
  check_arguments(hidden, weight, bias, targets, options);
  auto classes = weight, offsets = bias, wanted = targets;
  if (options.excluded_class >= 0) {
    classes = without_class(weight, options.excluded_class);
    if (bias.defined()) offsets = without_class(bias, options.excluded_class);
    wanted = renumbered(targets, options.excluded_class);
  }
  const LossCall call{.smoothing = options.label_smoothing,
                      .rows = chunk_rows(hidden, classes, options.chunk_rows),
                      .hidden_gradient = needs_gradient(hidden),
                      .weight_gradient = needs_gradient(classes),
                      .bias_gradient = needs_gradient(offsets)};
  const auto losses = ProjectionLoss::apply(hidden, classes, if_defined(offsets), wanted, call);
  const int64_t count = options.count >= 0 ? options.count : wanted.ge(0).sum().item<int64_t>();
  return {.sum = losses[0], .nll = losses[1], .count = count};
}

}  // namespace attend::ops
