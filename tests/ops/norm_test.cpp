#include "attend/ops/norm.h"

#include "ops/compare.h"

#include "attend/core/error.h"
#include "attend/ops/dropout.h"

namespace attend::ops {
namespace {

using Inputs = std::vector<at::Tensor>;

Function add_norm_with(double p) {
  return [p](const Inputs& in) {
    Stream stream(3, RandomPurpose::test);
    return add_norm(in[0], in[1], {in[2], in[3], 1e-5}, p, stream);
  };
}

Function norm_formula(double p) {
  return [p](const Inputs& in) {
    Stream stream(3, RandomPurpose::test);
    return at::layer_norm(in[0] + dropout(in[1], p, stream), {in[0].size(-1)}, in[2], in[3], 1e-5);
  };
}

Inputs norm_inputs(int64_t rows, int64_t size) {
  return {normal({rows, size}, 1), normal({rows, size}, 2), normal({size}, 3), normal({size}, 4)};
}

// Rows of a few elements may hardly differ; then rounding is magnified by the division by their deviation.
TEST(AddNorm, EqualsTheFormulaForwardAndBackward) {
  for (const int64_t size : {1, 3, 17, 128, 256, 300}) {
    for (const double p : {0.0, 0.3}) {
      SCOPED_TRACE(testing::Message() << "size " << size << ", p " << p);
      expect_same_function(add_norm_with(p), norm_formula(p), norm_inputs(33, size), size < 8 ? 1e-4 : 2e-5);
    }
  }
}

TEST(AddNorm, KeepsPrecisionFarFromZero) {
  auto in = norm_inputs(4, 256);
  in[0] = in[0] + 1000;
  expect_same_function(add_norm_with(0.0), norm_formula(0.0), in, 1e-3);
}

TEST(AddNorm, HasTheSameBitsWithAnyThreads) {
  expect_same_with_any_threads(add_norm_with(0.2), norm_inputs(1000, 96));
}

TEST(AddNorm, KeepsNothingInInference) {
  at::NoGradGuard no_gradients;
  const auto in = norm_inputs(5, 64);
  expect_close(add_norm_with(0.1)(in), norm_formula(0.1)(in), 1e-5);
}

TEST(LayerNorm, EqualsTheFormulaForwardAndBackward) {
  expect_same_function(
      [](const Inputs& in) {
        return layer_norm(in[0], {in[1], in[2], 1e-12});
      },
      [](const Inputs& in) { return at::layer_norm(in[0], {48}, in[1], in[2], 1e-12); },
      {normal({2, 7, 48}, 1), normal({48}, 2), normal({48}, 3)});
}

TEST(LayerNorm, TakesHalfTypesWithParametersOfEitherType) {
  const auto x = normal({6, 64}, 1), weight = normal({64}, 2), bias = normal({64}, 3);
  const auto expected = at::layer_norm(x, {64}, weight, bias);
  const auto half = x.to(at::kBFloat16);
  const auto mixed = layer_norm(half, {weight, bias}),
             pure = layer_norm(half, {weight.to(at::kBFloat16), bias.to(at::kBFloat16)});
  EXPECT_EQ(mixed.scalar_type(), at::kBFloat16);
  expect_close(mixed, expected, 2e-2);
  expect_close(pure, expected, 2e-2);
}

TEST(AddNorm, RefusesShapesThatDoNotFit) {
  Stream stream(1, RandomPurpose::test);
  const auto in = norm_inputs(2, 8);
  EXPECT_THROW(add_norm(in[0], normal({2, 7}, 1), {in[2], in[3]}, 0, stream), Error);
  EXPECT_THROW(layer_norm(in[0], {normal({7}, 1), in[3]}), Error);
}

}  // namespace
}  // namespace attend::ops
