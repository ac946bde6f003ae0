#include "attend/ops/norm.h"

#include <algorithm>

#include "autograd.h"
#include "column_sums.h"
#include "dropout_mask.h"
#include "parallel.h"
#include <ATen/ATen.h>
#include <torch/csrc/autograd/custom_function.h>

#include "attend/ops/dropout.h"
#include "attend/ops/shape.h"

namespace attend::ops {
namespace {

// What is not a tensor in a call.
struct NormCall {
  double eps;
  MaskSource mask;
  bool keep;  // for a backward pass
};

int64_t row_grain(int64_t size) { return std::max<int64_t>(1, kElementGrain / std::max<int64_t>(1, size)); }

float* data_or_null(at::Tensor& tensor) {
  return tensor.defined() ? tensor.mutable_data_ptr<float>() : nullptr;
}

// layer_norm(x + mask * y). Keeps the normalised rows and 1 / deviation.
struct AddNorm : torch::autograd::Function<AddNorm> {
  static at::Tensor forward(AutogradContext* context, const at::Tensor& x, const at::Tensor& y,
                            const at::Tensor& weight, const at::Tensor& bias, const NormCall& call);
  static variable_list backward(AutogradContext* context, const variable_list& gradients);
};

at::Tensor AddNorm::forward(AutogradContext* context, const at::Tensor& x, const at::Tensor& y,
                            const at::Tensor& weight, const at::Tensor& bias, const NormCall& call) {
  const int64_t size = x.size(-1), rows = x.numel() / std::max<int64_t>(1, size);
  const auto base = x.contiguous(), added = y.contiguous();
  const auto scale = weight.contiguous(), shift = bias.contiguous();
  auto out = at::empty(x.sizes(), x.options());
  auto normalised = call.keep ? at::empty(x.sizes(), x.options()) : at::Tensor();
  auto rstd = call.keep ? at::empty({rows}, x.options()) : at::Tensor();
  const AddNormForward task{.x = base.const_data_ptr<float>(),
                            .y = added.const_data_ptr<float>(),
                            .weight = scale.const_data_ptr<float>(),
                            .bias = shift.const_data_ptr<float>(),
                            .out = out.mutable_data_ptr<float>(),
                            .normalised = data_or_null(normalised),
                            .rstd = data_or_null(rstd),
                            .size = size,
                            .eps = static_cast<float>(call.eps),
                            .mask = call.mask};
  for_each_range(rows, row_grain(size), [&](Range range) { kernels().add_norm(task, range); });
  if (!call.keep) return out;
  context->save_for_backward({normalised, rstd, scale});
  context->saved_data["key"] = static_cast<int64_t>(call.mask.key);
  context->saved_data["threshold"] = static_cast<int64_t>(call.mask.threshold);
  context->saved_data["scale"] = static_cast<double>(call.mask.scale);
  return out;
}

variable_list AddNorm::backward(AutogradContext* context, const variable_list& gradients) {
  const auto saved = context->get_saved_variables();
  const auto &normalised = saved[0], &rstd = saved[1], &weight = saved[2];
  const auto g = gradients[0].contiguous();
  const MaskSource mask{static_cast<uint64_t>(context->saved_data["key"].toInt()),
                        static_cast<uint32_t>(context->saved_data["threshold"].toInt()),
                        static_cast<float>(context->saved_data["scale"].toDouble())};
  auto x_gradient = at::empty(g.sizes(), g.options());
  auto y_gradient = mask.threshold == 0 ? at::Tensor() : at::empty(g.sizes(), g.options());
  const AddNormBackward task{.gradient = g.const_data_ptr<float>(),
                             .normalised = normalised.const_data_ptr<float>(),
                             .rstd = rstd.const_data_ptr<float>(),
                             .weight = weight.const_data_ptr<float>(),
                             .x_gradient = x_gradient.mutable_data_ptr<float>(),
                             .y_gradient = data_or_null(y_gradient),
                             .size = weight.size(0),
                             .mask = mask};
  const Slabs slabs{rstd.size(0)};
  auto parts = at::zeros({slabs.count(), 2, task.size}, g.options());
  for_each_range(slabs.count(), 1, [&](Range range) {
    for (int64_t slab = range.first; slab < range.last; ++slab) {
      float* sums = parts.mutable_data_ptr<float>() + slab * 2 * task.size;
      kernels().add_norm_backward(task, slabs.range(slab), sums, sums + task.size);
    }
  });
  const auto sums = column_sums(parts.view({slabs.count(), 2 * task.size}));
  if (!y_gradient.defined()) y_gradient = x_gradient;  // nothing was dropped
  return {x_gradient, y_gradient, sums.narrow(0, 0, task.size), sums.narrow(0, task.size, task.size), {}};
}

void check_norm(std::string_view operation, const at::Tensor& x, const NormParameters& norm) {
  check_last_extent(operation, "x", x, {"D"});
  check_shape(operation, "weight", norm.weight, {{"D", x.size(-1)}});
  check_shape(operation, "bias", norm.bias, {{"D", x.size(-1)}});
}

}  // namespace

at::Tensor layer_norm(const at::Tensor& x, const NormParameters& norm) {
  check_norm("layer_norm", x, norm);
  // ATen keeps statistics in fp32 for narrower types; mixed types are computed in the parameters' type.
  const auto type = norm.weight.scalar_type();
  return at::layer_norm(x.to(type), {x.size(-1)}, norm.weight, norm.bias, norm.eps).to(x.scalar_type());
}

at::Tensor add_norm(const at::Tensor& x, const at::Tensor& y, const NormParameters& norm, double p,
                    Stream& stream) {
  check_norm("add_norm", x, norm);
  check_same_shape("add_norm", "y", y, x);
  check_dropout("add_norm", p);
  if (!has_kernels(x) || !has_kernels(y) || !has_kernels(norm.weight) || !has_kernels(norm.bias)) {
    return layer_norm(add_dropout(x, y, p, stream), norm);
  }
  const bool keep =
      needs_gradient(x) || needs_gradient(y) || needs_gradient(norm.weight) || needs_gradient(norm.bias);
  const auto mask = p == 0.0 ? MaskSource{} : mask_source(stream.next_key(), p);
  return AddNorm::apply(x, y, norm.weight, norm.bias, NormCall{norm.eps, mask, keep});
}

}  // namespace attend::ops
