#include "attend/ops/dropout.h"

#include "dropout_mask.h"
#include "ops/compare.h"
#include <torch/csrc/autograd/autograd.h>

#include "attend/core/error.h"

namespace attend::ops {
namespace {

using Inputs = std::vector<at::Tensor>;

Stream stream_of(uint64_t seed) { return Stream(seed, RandomPurpose::test); }

at::Tensor mask(int64_t count, double p, uint64_t seed) {
  auto stream = stream_of(seed);
  return dropout(at::ones({count}), p, stream);
}

// Correlation of two equally long samples of a Bernoulli variable, in standard deviations of what chance
// gives.
double correlation(const at::Tensor& a, const at::Tensor& b) {
  const auto x = a - a.mean(), y = b - b.mean();
  const double r = ((x * y).mean() / (x.pow(2).mean() * y.pow(2).mean()).sqrt()).item<double>();
  return std::abs(r) * std::sqrt(static_cast<double>(a.numel()));
}

TEST(Dropout, DropsTheFractionAskedForAndKeepsTheMean) {
  const int64_t count = 1 << 20;
  for (const double p : {0.1, 0.3, 0.5}) {
    const auto m = mask(count, p, 7).to(at::kDouble);
    const double dropped = m.eq(0).sum().item<double>() / static_cast<double>(count);
    EXPECT_NEAR(dropped, p, 5 * std::sqrt(p * (1 - p) / static_cast<double>(count)));
    EXPECT_NEAR(m.mean().item<double>(), 1.0, 5 * std::sqrt(p / (1 - p) / static_cast<double>(count)));
    EXPECT_NEAR(m.var().item<double>(), p / (1 - p), 0.01);
    EXPECT_NEAR(m.max().item<double>(), 1 / (1 - p), 1e-4);
  }
}

TEST(Dropout, ElementsAreIndependentOfOthersNearby) {
  const auto m = mask(1 << 20, 0.3, 3).to(at::kDouble);
  const int64_t count = m.numel();
  for (const int64_t lag : {1, 2, 8, 16, 64, 128, 256, 4096}) {
    EXPECT_LT(correlation(m.narrow(0, 0, count - lag), m.narrow(0, lag, count - lag)), 5) << lag;
  }
}

TEST(Dropout, KeysAreIndependent) {
  auto stream = stream_of(1);
  const auto ones = at::ones({1 << 18}, at::kDouble);
  const auto first = dropout(ones, 0.3, stream), second = dropout(ones, 0.3, stream);
  EXPECT_LT(correlation(first, second), 5);
  EXPECT_LT(correlation(first, mask(1 << 18, 0.3, 2).to(at::kDouble)), 5);
}

TEST(Dropout, ElementIsAFunctionOfKeyAndNumber) {
  const auto all = mask(100000, 0.3, 5);
  EXPECT_TRUE(at::equal(mask(777, 0.3, 5), all.narrow(0, 0, 777)));
  auto stream = stream_of(5);
  EXPECT_TRUE(at::equal(dropout(at::ones({100, 1000}), 0.3, stream).flatten(), all));
}

// The formula of integer arithmetic that other devices use, against the kernels.
TEST(Dropout, KernelsAndFormulaMakeTheSameMask) {
  for (const int64_t count : {1, 63, 129, 5000}) {
    auto stream = stream_of(9);
    const auto formula = mask_factors(mask_source(stream.next_key(), 0.4), {count}, at::kFloat);
    EXPECT_TRUE(at::equal(mask(count, 0.4, 9), formula)) << count;
  }
}

TEST(Dropout, EveryTypeHasTheSameMask) {
  for (const auto type : {at::kDouble, at::kBFloat16}) {
    auto stream = stream_of(9);
    const auto other = dropout(at::ones({5000}, type), 0.4, stream);
    EXPECT_EQ(other.scalar_type(), type);
    EXPECT_TRUE(at::equal(mask(5000, 0.4, 9).to(type), other)) << type;
  }
}

TEST(Dropout, BackwardHasTheMaskOfForward) {
  auto stream = stream_of(4);
  const auto x = at::ones({37, 53}).requires_grad_(true);
  const auto y = dropout(x, 0.25, stream);
  const auto gradient = torch::autograd::grad({y.sum()}, {x})[0];
  EXPECT_TRUE(at::equal(gradient, y.detach()));
}

TEST(Dropout, NothingIsDrawnWithoutDropout) {
  auto stream = stream_of(4), untouched = stream_of(4);
  const auto x = normal({3, 4}, 1);
  EXPECT_TRUE(dropout(x, 0.0, stream).is_same(x));
  EXPECT_EQ(stream.next_key(), untouched.next_key());
}

TEST(Dropout, AddsToTheResidual) {
  const auto x = normal({31, 100}, 1), y = normal({31, 100}, 2);
  const auto fused = [](const Inputs& in) {
    auto stream = stream_of(6);
    return add_dropout(in[0], in[1], 0.2, stream);
  };
  const auto apart = [](const Inputs& in) {
    auto stream = stream_of(6);
    return in[0] + dropout(in[1], 0.2, stream);
  };
  expect_same_function(fused, apart, {x, y}, 1e-6);
  expect_same_with_any_threads(fused, {normal({400, 300}, 1), normal({400, 300}, 2)});
}

TEST(Dropout, RefusesWhatIsNoProbability) {
  auto stream = stream_of(1);
  EXPECT_THROW(dropout(at::ones({2}), 1.0, stream), Error);
  EXPECT_THROW(dropout(at::ones({2}), -0.1, stream), Error);
  EXPECT_THROW(add_dropout(at::ones({2}), at::ones({3}), 0.1, stream), Error);
}

}  // namespace
}  // namespace attend::ops
