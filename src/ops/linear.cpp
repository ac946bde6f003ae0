#include "attend/ops/linear.h"

#include "autograd.h"
#include "column_sums.h"
#include "linear_shapes.h"
#include "parallel.h"
#include "product.h"
#include "weight_gradient.h"
#include <ATen/ATen.h>
#include <torch/csrc/autograd/custom_function.h>

namespace attend::ops {
namespace {

// The product with bias and, optionally, ReLU in one pass; its gradient needs the output's sign only.
struct Linear : torch::autograd::Function<Linear> {
  static at::Tensor forward(AutogradContext* context, const at::Tensor& x, const at::Tensor& weight,
                            const std::optional<at::Tensor>& bias, bool relu) {
    auto y = at::empty(output_shape(x, weight.size(0)), x.options());
    auto rows = rows_of(y);
    product_into(rows, rows_of(x), weight.t(), {.bias = bias.value_or(at::Tensor()), .relu = relu});
    context->saved_data["relu"] = relu;
    keep_product_precision(context);
    context->saved_data["has_bias"] = bias.has_value();
    context->save_for_backward({x, weight, relu ? y : at::Tensor()});
    return y;
  }

  static variable_list backward(AutogradContext* context, const variable_list& gradients) {
    const ProductPrecisionScope as_before(kept_product_precision(context));
    const auto saved = context->get_saved_variables();
    const auto &x = saved[0], &weight = saved[1];
    auto g = rows_of(gradients[0]);
    if (context->saved_data["relu"].toBool()) g = at::threshold_backward(g, rows_of(saved[2]), 0);
    at::Tensor x_gradient, weight_gradient, bias_gradient;
    if (context->needs_input_grad(0)) x_gradient = product(g, weight).view(x.sizes());
    if (context->needs_input_grad(1)) {
      if (auto sum = gradient_in_place(weight)) {
        product_into(*sum, g.t(), rows_of(x), {.bias = {}, .accumulate = true});
      } else {
        weight_gradient = product(g.t(), rows_of(x));
      }
    }
    const bool has_bias = context->saved_data["has_bias"].toBool();
    if (has_bias && context->needs_input_grad(2)) bias_gradient = column_sums(g);
    return {x_gradient, weight_gradient, bias_gradient, {}};
  }
};

}  // namespace

at::Tensor linear(const at::Tensor& x, const at::Tensor& weight, const at::Tensor& bias) {
  check_linear(x, weight, bias);
  if (!has_kernels(x) || !has_kernels(weight)) return at::linear(x, weight, bias);
  return Linear::apply(x, weight, if_defined(bias), /*relu=*/false);
}

at::Tensor linear_activation(const at::Tensor& x, const at::Tensor& weight, const at::Tensor& bias,
                             Activation activation) {
  check_linear(x, weight, bias);
  const bool fused = activation == Activation::relu && has_kernels(x) && has_kernels(weight);
  return fused ? Linear::apply(x, weight, if_defined(bias), /*relu=*/true)
               : activate(linear(x, weight, bias), activation);
}

}  // namespace attend::ops
