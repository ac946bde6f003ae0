#include "attend/ops/linear.h"

#include <limits>

#include "ops/compare.h"
#include "support/expect_error.h"

#include "attend/core/error.h"
#include "attend/ops/embedding.h"
#include "attend/ops/gradients_in_place.h"
#include "attend/ops/product_precision.h"

namespace attend::ops {
namespace {

using Inputs = std::vector<at::Tensor>;

// Sizes around the tiles of every instruction set, and depths around a panel's.
struct Shape {
  int64_t m, k, n;
};

class LinearShapes : public testing::TestWithParam<Shape> {};

TEST_P(LinearShapes, EqualsTheFormulaForwardAndBackward) {
  const auto [m, k, n] = GetParam();
  expect_same_function([](const Inputs& in) { return ops::linear(in[0], in[1], in[2]); },
                       [](const Inputs& in) { return at::linear(in[0], in[1], in[2]); },
                       {normal({m, k}, 1), normal({n, k}, 2), normal({n}, 3)});
}

INSTANTIATE_TEST_SUITE_P(Sizes, LinearShapes,
                         testing::Values(Shape{1, 1, 1}, Shape{2, 3, 5}, Shape{6, 256, 16}, Shape{7, 257, 17},
                                         Shape{145, 31, 33}, Shape{13, 600, 1030}, Shape{300, 5, 64},
                                         Shape{28, 256, 64}));

// bf16 is the product of what the operands round to, in the backward pass too; the sums are fp32.
TEST_P(LinearShapes, InBf16EqualsTheFormulaOfRoundedOperands) {
  const auto [m, k, n] = GetParam();
  const auto rounded = [](const at::Tensor& x) { return x.to(at::kBFloat16).to(at::kDouble); };
  auto x = normal({m, k}, 1).requires_grad_(true), weight = normal({n, k}, 2).requires_grad_(true);
  const auto bias = normal({n}, 3), g = normal({m, n}, 4);
  at::Tensor y;
  {
    const ProductPrecisionScope scope(ProductPrecision::bf16);
    y = ops::linear(x, weight, bias);
  }
  y.backward(g);
  const auto rx = rounded(x.detach()), rw = rounded(weight.detach()), rg = rounded(g);
  expect_close(y, rx.mm(rw.t()) + bias, 1e-5, "output");
  expect_close(x.grad(), rg.mm(rw), 1e-5, "gradient of x");
  expect_close(weight.grad(), rg.t().mm(rx), 1e-5, "gradient of the weight");
}

TEST(Linear, InBf16ANumberThatIsNotFiniteStaysOne) {
  const ProductPrecisionScope scope(ProductPrecision::bf16);
  auto x = at::ones({3, 4});
  x[1][2] = std::numeric_limits<float>::quiet_NaN();
  x[2][0] = std::numeric_limits<float>::infinity();
  const auto y = ops::linear(x, at::ones({2, 4}));
  EXPECT_TRUE(at::equal(y[0], at::full({2}, 4.0F)));
  EXPECT_TRUE(at::isnan(y[1]).all().item<bool>());
  EXPECT_TRUE(at::isinf(y[2]).all().item<bool>());
}

TEST(Linear, KeepsLeadingDimensionsAndTakesNoBias) {
  expect_same_function([](const Inputs& in) { return ops::linear(in[0], in[1]); },
                       [](const Inputs& in) { return at::linear(in[0], in[1]); },
                       {normal({2, 3, 4, 8}, 1), normal({5, 8}, 2)});
}

TEST(Linear, TakesInputsThatAreNotContiguous) {
  expect_same_function([](const Inputs& in) { return ops::linear(in[0].transpose(0, 1), in[1].t()); },
                       [](const Inputs& in) { return at::linear(in[0].transpose(0, 1), in[1].t()); },
                       {normal({9, 7, 20}, 1), normal({20, 11}, 2)});
}

TEST(Linear, HasNoRows) {
  const auto y = ops::linear(at::empty({0, 3}), normal({5, 3}, 1), normal({5}, 2));
  EXPECT_EQ(y.sizes(), (std::vector<int64_t>{0, 5}));
}

TEST(Linear, RowDoesNotDependOnItsNeighbours) {
  const auto x = normal({40, 300}, 1), weight = normal({70, 300}, 2), bias = normal({70}, 3);
  const auto all = ops::linear(x, weight, bias);
  for (const int64_t rows : {1, 2, 5, 7, 39}) {
    EXPECT_TRUE(at::equal(ops::linear(x.narrow(0, 0, rows), weight, bias), all.narrow(0, 0, rows))) << rows;
  }
}

TEST(Linear, HasTheSameBitsWithAnyThreads) {
  expect_same_with_any_threads([](const Inputs& in) { return ops::linear(in[0], in[1], in[2]); },
                               {normal({700, 130}, 1), normal({90, 130}, 2), normal({90}, 3)});
}

TEST(Linear, WorksInOtherTypes) {
  const auto x = normal({5, 8}, 1), weight = normal({3, 8}, 2), bias = normal({3}, 3);
  const auto expected = at::linear(x, weight, bias);
  expect_close(ops::linear(x.to(at::kDouble), weight.to(at::kDouble), bias.to(at::kDouble)), expected, 1e-6);
  const auto y = ops::linear(x.to(at::kBFloat16), weight.to(at::kBFloat16), bias.to(at::kBFloat16));
  EXPECT_EQ(y.scalar_type(), at::kBFloat16);
  expect_close(y, expected, 2e-2);
}

TEST(Linear, FusedActivationsEqualTheFormulas) {
  for (const auto activation : {Activation::relu, Activation::gelu, Activation::silu}) {
    expect_same_function(
        [&](const Inputs& in) { return linear_activation(in[0], in[1], in[2], activation); },
        [&](const Inputs& in) { return activate(at::linear(in[0], in[1], in[2]), activation); },
        {normal({9, 300}, 1), normal({20, 300}, 2), normal({20}, 3)});
  }
}

TEST(Linear, NamesTheArgumentThatDoesNotFit) {
  const auto x = normal({2, 8}, 1), weight = normal({3, 8}, 2);
  EXPECT_THROW(ops::linear(normal({2, 7}, 1), weight), Error);
  EXPECT_THROW(ops::linear(x, normal({8}, 1)), Error);
  const auto parts = test::parts_of([&] { ops::linear(x, weight, normal({4}, 1)); });
  EXPECT_EQ(parts.where, "bias");
  EXPECT_EQ(parts.found, "[4]");
  EXPECT_EQ(parts.expected, "[O=3]");
}

// What a training step sees: gradients that are there already, and a table that is used twice.
TEST(GradientsInPlace, AddsToTheGradientsThatAreThere) {
  const auto x = normal({5, 8}, 1);
  const auto indices = at::tensor({3, 0, 3, 6}, at::kLong);
  const auto loss = [&](const at::Tensor& table) {
    return ops::linear(x, table).square().sum() + ops::look_up(indices, table, /*frozen_row=*/0).pow(3).sum();
  };
  auto expected = normal({7, 8}, 2).requires_grad_(true);
  loss(expected).backward();
  auto table = expected.detach().clone().requires_grad_(true);
  auto sum = at::ones({7, 8});
  table.mutable_grad() = sum;
  {
    const GradientsInPlace in_place;
    loss(table).backward();
  }
  EXPECT_TRUE(table.grad().is_same(sum));
  expect_close(sum, expected.grad() + 1, 1e-5);
}

}  // namespace
}  // namespace attend::ops
