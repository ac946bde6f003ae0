#include "attend/ops/dropout.h"

#include "autograd.h"
#include "dropout_mask.h"
#include <ATen/ATen.h>
#include <torch/csrc/autograd/custom_function.h>

#include "attend/ops/shape.h"

namespace attend::ops {
namespace {

// x + mask * y; x may be missing. Only the mask's key is kept.
struct MaskedAdd : torch::autograd::Function<MaskedAdd> {
  static at::Tensor forward(AutogradContext* context, const at::Tensor& y, const std::optional<at::Tensor>& x,
                            int64_t key, double p) {
    context->saved_data["has_x"] = x.has_value();
    context->saved_data["key"] = key;
    context->saved_data["p"] = p;
    return masked_add(mask_source(static_cast<uint64_t>(key), p), x.value_or(at::Tensor()), y);
  }

  static variable_list backward(AutogradContext* context, const variable_list& gradients) {
    const auto key = static_cast<uint64_t>(context->saved_data["key"].toInt());
    const auto mask = mask_source(key, context->saved_data["p"].toDouble());
    const auto& g = gradients[0];
    return {masked_add(mask, {}, g), context->saved_data["has_x"].toBool() ? g : at::Tensor(), {}, {}};
  }
};

}  // namespace

at::Tensor dropout(const at::Tensor& x, double p, Stream& stream) {
  check_dropout("dropout", p);
  if (p == 0.0) return x;
  return MaskedAdd::apply(x, std::nullopt, static_cast<int64_t>(stream.next_key()), p);
}

at::Tensor add_dropout(const at::Tensor& x, const at::Tensor& y, double p, Stream& stream) {
  check_same_shape("add_dropout", "y", y, x);
  check_dropout("add_dropout", p);
  if (p == 0.0) return x + y;
  return MaskedAdd::apply(y, std::optional(x), static_cast<int64_t>(stream.next_key()), p);
}

}  // namespace attend::ops
