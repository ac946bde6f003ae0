#include "attend/ops/packed_weight.h"

#include "ops/compare.h"
#include "support/expect_error.h"

#include "attend/ops/linear.h"

namespace attend::ops {
namespace {

// W and x as int8 has them, in double.
at::Tensor rounded_rows(const at::Tensor& matrix) {
  const auto largest = matrix.abs().amax(1, /*keepdim=*/true), steps = at::full_like(largest, 127);
  return (matrix * (steps / largest)).round().to(at::kDouble) * (largest / steps).to(at::kDouble);
}

// Sizes around the tiles of every instruction set.
struct PackedShape {
  int64_t m, k, n;
};

class PackedWeights : public testing::TestWithParam<PackedShape> {
 protected:
  PackedShape shape = GetParam();
  at::Tensor x = normal({shape.m, shape.k}, 1), weight = normal({shape.n, shape.k}, 2),
             bias = normal({shape.n}, 3);
};

TEST_P(PackedWeights, MultiplyByWhatTheWeightIsRoundedTo) {
  const auto fp32 = PackedWeight(weight), bf16 = PackedWeight(weight, WeightPrecision::bf16),
             int8 = PackedWeight(weight, WeightPrecision::int8);
  EXPECT_TRUE(at::equal(linear(x, fp32, bias), linear(x, weight, bias)));
  EXPECT_TRUE(at::equal(linear(x, bf16, bias), linear(x, weight.to(at::kBFloat16).to(at::kFloat), bias)));
  const auto exact = at::linear(rounded_rows(x), rounded_rows(weight), bias.to(at::kDouble));
  expect_close(linear(x, int8, bias), exact.to(at::kFloat), 1e-5);
  expect_close(linear_activation(x, int8, bias, Activation::relu), exact.relu().to(at::kFloat), 1e-5);
  expect_close(linear(x, int8), (exact - bias).to(at::kFloat), 1e-5);
}

TEST_P(PackedWeights, ARowDoesNotDependOnItsNeighbours) {
  for (const auto precision : {WeightPrecision::fp32, WeightPrecision::bf16, WeightPrecision::int8}) {
    const PackedWeight packed(weight, precision);
    const auto all = linear(x, packed, bias);
    for (int64_t row = 0; row < shape.m; ++row)
      EXPECT_TRUE(at::equal(linear(x.narrow(0, row, 1), packed, bias), all.narrow(0, row, 1))) << row;
  }
}

INSTANTIATE_TEST_SUITE_P(Sizes, PackedWeights,
                         testing::Values(PackedShape{1, 1, 1}, PackedShape{2, 3, 5}, PackedShape{6, 256, 16},
                                         PackedShape{7, 257, 17}, PackedShape{45, 31, 33},
                                         PackedShape{13, 600, 1030}));

TEST(PackedWeight, TakesRowsOfZerosAndNoRows) {
  const PackedWeight packed(normal({5, 8}, 1), WeightPrecision::int8);
  EXPECT_TRUE(at::equal(linear(at::zeros({3, 8}), packed), at::zeros({3, 5})));
  EXPECT_EQ(linear(at::empty({2, 0, 8}), packed).sizes(), (std::vector<int64_t>{2, 0, 5}));
}

TEST(PackedWeight, WhatIsNotFiniteIsNotHidden) {
  const PackedWeight packed(normal({5, 8}, 1), WeightPrecision::int8);
  auto x = normal({3, 8}, 2);
  const auto expected = linear(x, packed);
  x[1][4] = std::numeric_limits<float>::quiet_NaN();
  x[2][7] = std::numeric_limits<float>::infinity();
  const auto y = linear(x, packed);
  EXPECT_TRUE(at::equal(y[0], expected[0]));
  EXPECT_TRUE(y[1].isnan().all().item<bool>() && y[2].isnan().all().item<bool>());
  EXPECT_TRUE(at::equal(linear(at::full({1, 8}, 1e-38F), packed), at::zeros({1, 5})));
}

TEST(PackedWeight, HoldsTheLargestSums) {
  const int64_t depth = 1 << 17;
  auto weight = at::ones({2, depth});
  weight[1].fill_(-1);
  const auto y = linear(at::ones({2, depth}), PackedWeight(weight, WeightPrecision::int8));
  expect_close(y[0], at::tensor({depth, -depth}).to(at::kFloat), 1e-5);
  expect_close(linear(-at::ones({2, depth}), PackedWeight(weight, WeightPrecision::int8)), -y, 0);
  EXPECT_THAT(test::error_of([] {
                PackedWeight(at::ones({1, (1 << 17) + 1}), WeightPrecision::int8);
              }),
              testing::HasSubstr("131072"));
}

TEST(PackedWeight, AnInputOfAnotherTypeIsRefused) {
  const PackedWeight packed(normal({5, 8}, 1), WeightPrecision::int8);
  EXPECT_ANY_THROW(linear(normal({3, 8}, 2).to(at::kDouble), packed));
}

TEST(PackedWeight, InOtherTypesIsBf16OrAnError) {
  const auto x = normal({5, 8}, 1).to(at::kDouble), weight = normal({3, 8}, 2).to(at::kDouble);
  expect_close(linear(x, PackedWeight(weight)), at::linear(x, weight), 1e-12);
  expect_close(linear(x, PackedWeight(weight, WeightPrecision::bf16)), at::linear(x, weight), 2e-2);
  EXPECT_THAT(test::error_of([&] { PackedWeight(weight, WeightPrecision::int8); }),
              testing::HasSubstr("Double on cpu"));
}

}  // namespace
}  // namespace attend::ops
