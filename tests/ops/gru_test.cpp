#include "attend/ops/gru.h"

#include "ops/compare.h"

#include "attend/core/error.h"

namespace attend::ops {
namespace {

using Inputs = std::vector<at::Tensor>;

at::Tensor unit(const Inputs& in) { return gru(in[0], in[1], in[2], in[3]); }

// The formula, left to LibTorch's own differentiation.
at::Tensor formula(const Inputs& in) {
  std::vector<at::Tensor> states;
  auto state = in[1];
  for (const auto& x : in[0].unbind(0)) {
    const auto given = x.chunk(3, 1), recurrent = at::linear(state, in[2], in[3]).chunk(3, 1);
    const auto r = (given[0] + recurrent[0]).sigmoid(), z = (given[1] + recurrent[1]).sigmoid();
    const auto n = (given[2] + r * recurrent[2]).tanh();
    state = (1 - z) * n + z * state;
    states.push_back(state);
  }
  return at::stack(states);
}

Inputs gru_inputs(int64_t steps, int64_t rows, int64_t size) {
  return {normal({steps, rows, 3 * size}, 1), normal({rows, size}, 2), normal({3 * size, size}, 3),
          normal({3 * size}, 4)};
}

TEST(Gru, EqualsTheFormulaForwardAndBackward) {
  for (const auto& [steps, rows, size] : {std::tuple{1, 1, 1}, {1, 5, 8}, {7, 3, 16}, {4, 33, 5}}) {
    SCOPED_TRACE(testing::Message() << steps << " steps, " << rows << " rows, size " << size);
    expect_same_function(unit, formula, gru_inputs(steps, rows, size));
  }
}

TEST(Gru, GivesTheSameWithoutGradients) {
  const auto in = gru_inputs(6, 4, 8);
  const auto expected = run(unit, in, at::kFloat).front();
  const at::NoGradGuard no_gradients;
  EXPECT_TRUE(at::equal(unit(in), expected));
}

TEST(Gru, HasTheSameBitsWithAnyThreads) { expect_same_with_any_threads(unit, gru_inputs(5, 100, 96)); }

// A batch's neighbours must not matter, and neither must the steps that follow.
TEST(Gru, ARowDependsOnItselfAndItsPastOnly) {
  const at::NoGradGuard no_gradients;
  const auto in = gru_inputs(6, 9, 32);
  const auto all = unit(in);
  const auto part =
      unit({in[0].narrow(0, 0, 4).narrow(1, 2, 3).contiguous(), in[1].narrow(0, 2, 3), in[2], in[3]});
  EXPECT_TRUE(at::equal(part, all.narrow(0, 0, 4).narrow(1, 2, 3)));
}

TEST(Gru, RefusesShapesThatDoNotFit) {
  auto in = gru_inputs(2, 3, 4);
  in[1] = normal({2, 4}, 1);
  EXPECT_THROW(unit(in), Error);
  in = gru_inputs(2, 3, 4);
  in[2] = normal({8, 4}, 1);
  EXPECT_THROW(unit(in), Error);
}

}  // namespace
}  // namespace attend::ops
