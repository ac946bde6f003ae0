#include "attend/ops/dropout.h"

#include "dropout_mask.h"
#include <ATen/ATen.h>
#include <torch/csrc/autograd/custom_function.h>

#include "attend/ops/shape.h"

namespace attend::ops {
namespace {

using torch::autograd::AutogradContext;
using torch::autograd::variable_list;

struct Dropout : torch::autograd::Function<Dropout> {
  static at::Tensor forward(AutogradContext* context, const at::Tensor& x, int64_t key, double p) {
    context->saved_data["key"] = key;
    context->saved_data["p"] = p;
    const DropoutMask mask(static_cast<uint64_t>(key), p);
    return x * mask.factors(x.sizes(), x.options());
  }

  static variable_list backward(AutogradContext* context, const variable_list& gradients) {
    const DropoutMask mask(static_cast<uint64_t>(context->saved_data["key"].toInt()),
                           context->saved_data["p"].toDouble());
    const auto& g = gradients[0];
    return {g * mask.factors(g.sizes(), g.options()), {}, {}};
  }
};

}  // namespace

at::Tensor dropout(const at::Tensor& x, double p, Stream& stream) {
  check_dropout("dropout", p);
  if (p == 0.0) return x;
  return Dropout::apply(x, static_cast<int64_t>(stream.next_key()), p);
}

at::Tensor add_dropout(const at::Tensor& x, const at::Tensor& y, double p, Stream& stream) {
  check_same_shape("add_dropout", "y", y, x);
  return x + dropout(y, p, stream);
}

}  // namespace attend::ops
