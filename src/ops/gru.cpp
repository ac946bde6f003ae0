#include "attend/ops/gru.h"

#include "autograd.h"
#include "column_sums.h"
#include "product.h"
#include <ATen/ATen.h>
#include <torch/csrc/autograd/custom_function.h>

#include "attend/ops/shape.h"

namespace attend::ops {
namespace {

// Views of one step's numbers: the gates and the candidate, and what the reset gate multiplies.
struct Gates {
  explicit Gates(const at::Tensor& row) : size(row.size(1) / 4), all(row) {}

  at::Tensor part(int64_t index, int64_t count = 1) const {
    return all.narrow(1, index * size, count * size);
  }
  at::Tensor reset() const { return part(0); }
  at::Tensor update() const { return part(1); }
  at::Tensor candidate() const { return part(2); }
  at::Tensor recurrent_candidate() const { return part(3); }  // W_n h + b_n

  int64_t size;
  at::Tensor all;  // [B, 4H]
};

// One step: input [B, 3H], recurrent [B, 3H] = W h + b, state [B, H] -> next [B, H]; fills `gates`.
void advance(const at::Tensor& input, const at::Tensor& recurrent, const at::Tensor& state,
             const Gates& gates, at::Tensor next) {
  const int64_t size = gates.size;
  auto sigmoids = gates.part(0, 2), candidate = gates.candidate(), product = gates.recurrent_candidate();
  at::add_out(sigmoids, input.narrow(1, 0, 2 * size), recurrent.narrow(1, 0, 2 * size)).sigmoid_();
  product.copy_(recurrent.narrow(1, 2 * size, size));
  at::addcmul_out(candidate, input.narrow(1, 2 * size, size), gates.reset(), product).tanh_();
  at::lerp_out(next, candidate, state, gates.update());
}

// The same backwards: `gradient` [B, H] is of the step's result. Fills the gradients of input and recurrent,
// and leaves in `gradient` the part of the previous state's that does not go through the product.
void retreat(at::Tensor& gradient, const Gates& gates, const at::Tensor& state, at::Tensor input,
             at::Tensor recurrent) {
  const int64_t size = gates.size;
  auto reset = input.narrow(1, 0, size), update = input.narrow(1, size, size),
       candidate = input.narrow(1, 2 * size, size), product = recurrent.narrow(1, 2 * size, size);
  at::mul_out(update, gradient, state - gates.candidate());
  at::sigmoid_backward_out(update, update, gates.update());
  at::mul_out(candidate, gradient, 1 - gates.update());
  at::tanh_backward_out(candidate, candidate, gates.candidate());
  at::mul_out(reset, candidate, gates.recurrent_candidate());
  at::sigmoid_backward_out(reset, reset, gates.reset());
  at::mul_out(product, candidate, gates.reset());
  recurrent.narrow(1, 0, 2 * size).copy_(input.narrow(1, 0, 2 * size));
  gradient.mul_(gates.update());
}

// All states [T, B, H]; `gates` [T, B, 4H] keeps every step's, [1, B, 4H] none but the last.
at::Tensor run(const at::Tensor& inputs, const at::Tensor& initial, const at::Tensor& weight,
               const at::Tensor& bias, const at::Tensor& gates) {
  const int64_t steps = inputs.size(0), rows = inputs.size(1), size = weight.size(1);
  auto states = at::empty({steps, rows, size}, inputs.options());
  auto recurrent = at::empty({rows, 3 * size}, inputs.options());
  auto state = initial;
  for (int64_t t = 0; t < steps; ++t) {
    product_into(recurrent, state, weight.t(), {.bias = bias});
    advance(inputs[t], recurrent, state, Gates(gates[t % gates.size(0)]), states[t]);
    state = states[t];
  }
  return states;
}

at::Tensor empty_gates(int64_t steps, const at::Tensor& inputs) {
  return at::empty({steps, inputs.size(1), inputs.size(2) / 3 * 4}, inputs.options());
}

struct Gru : torch::autograd::Function<Gru> {
  static at::Tensor forward(AutogradContext* context, const at::Tensor& inputs, const at::Tensor& initial,
                            const at::Tensor& weight, const at::Tensor& bias) {
    const auto gates = empty_gates(inputs.size(0), inputs);
    auto states = run(inputs, initial, weight, bias, gates);
    context->save_for_backward({gates, initial, weight, states});
    keep_product_precision(context);
    return states;
  }

  static variable_list backward(AutogradContext* context, const variable_list& gradients) {
    const ProductPrecisionScope as_before(kept_product_precision(context));
    const auto saved = context->get_saved_variables();
    const auto &gates = saved[0], &initial = saved[1], &weight = saved[2], &states = saved[3];
    const int64_t steps = gates.size(0), rows = gates.size(1), size = weight.size(1);
    auto input_gradient = at::empty({steps, rows, 3 * size}, gates.options());
    auto recurrent_gradient = at::empty_like(input_gradient);
    auto gradient = at::zeros({rows, size}, gates.options());
    for (int64_t t = steps - 1; t >= 0; --t) {
      gradient.add_(gradients[0][t]);
      const auto recurrent = recurrent_gradient[t];
      retreat(gradient, Gates(gates[t]), t > 0 ? states[t - 1] : initial, input_gradient[t], recurrent);
      product_into(gradient, recurrent, weight, {.bias = {}, .accumulate = true});
    }
    const auto previous = at::cat({initial.unsqueeze(0), states.narrow(0, 0, steps - 1)});
    const auto over_steps = recurrent_gradient.view({-1, 3 * size});
    return {input_gradient, gradient, product(over_steps.t(), previous.view({-1, size})),
            column_sums(over_steps)};
  }
};

}  // namespace

at::Tensor gru(const at::Tensor& inputs, const at::Tensor& initial, const at::Tensor& weight,
               const at::Tensor& bias) {
  check_shape("gru", "weight", weight, {{"3H"}, {"H"}});
  const int64_t size = weight.size(1);
  check_shape("gru", "weight", weight, {{"3H", 3 * size}, {"H"}});
  check_shape("gru", "bias", bias, {{"3H", 3 * size}});
  check_shape("gru", "inputs", inputs, {{"T"}, {"B"}, {"3H", 3 * size}});
  check_shape("gru", "initial", initial, {{"B", inputs.size(1)}, {"H", size}});
  const bool differentiable =
      needs_gradient(inputs) || needs_gradient(initial) || needs_gradient(weight) || needs_gradient(bias);
  if (differentiable) return Gru::apply(inputs, initial, weight, bias);
  return run(inputs, initial, weight, bias, empty_gates(1, inputs));
}

}  // namespace attend::ops
