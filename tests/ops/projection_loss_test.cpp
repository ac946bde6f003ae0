#include "attend/ops/projection_loss.h"

#include "ops/compare.h"

#include "attend/core/error.h"

namespace attend::ops {
namespace {

using Inputs = std::vector<at::Tensor>;

at::Tensor some_targets(int64_t rows, int64_t classes) {
  auto targets = at::arange(rows, at::kLong).mul_(7).remainder_(classes);
  targets[1] = kIgnoredTarget;
  return targets;
}

Function loss_with(const at::Tensor& targets, const ProjectionLossOptions& options) {
  return [=](const Inputs& in) { return projection_loss(in[0], in[1], in[2], targets, options).sum * 3; };
}

Function cross_entropy(const at::Tensor& targets, double smoothing) {
  return [=](const Inputs& in) {
    return at::cross_entropy_loss(at::linear(in[0], in[1], in[2]), targets, {}, at::Reduction::Sum,
                                  kIgnoredTarget, smoothing) *
           3;
  };
}

Inputs loss_inputs(int64_t rows, int64_t size, int64_t classes) {
  return {normal({rows, size}, 1), normal({classes, size}, 2), normal({classes}, 3)};
}

TEST(ProjectionLoss, EqualsCrossEntropyForwardAndBackward) {
  const auto targets = some_targets(37, 50);
  for (const double smoothing : {0.0, 0.1}) {
    for (const int64_t rows : {0, 16, 1000}) {
      SCOPED_TRACE(testing::Message() << "smoothing " << smoothing << ", chunk " << rows);
      expect_same_function(loss_with(targets, {.label_smoothing = smoothing, .chunk_rows = rows}),
                           cross_entropy(targets, smoothing), loss_inputs(37, 24, 50));
    }
  }
}

TEST(ProjectionLoss, EqualsCrossEntropyInDouble) {
  const auto targets = some_targets(20, 11);
  const auto in = loss_inputs(20, 8, 11);
  const auto found = run(loss_with(targets, {.label_smoothing = 0.1}), in, at::kDouble);
  const auto expected = run(cross_entropy(targets, 0.1), in, at::kDouble);
  for (size_t i = 0; i < found.size(); ++i) expect_close(found[i], expected[i], 1e-12);
}

// Rows of the weight that are not in the softmax: the same as leaving them out by hand.
TEST(ProjectionLoss, ExcludedClassIsOutsideSoftmaxAndSmoothing) {
  const auto targets = at::tensor({0, 3, 5, 8, 1, 5, 9}, at::kLong);
  for (const int64_t excluded : {9, 0, 4}) {
    SCOPED_TRACE(excluded);
    const auto keep = at::arange(10, at::kLong).masked_select(at::arange(10).ne(excluded));
    const auto wanted =
        (targets - targets.gt(excluded).to(at::kLong)).masked_fill(targets.eq(excluded), kIgnoredTarget);
    const auto formula = cross_entropy(wanted, 0.1);
    expect_same_function(
        loss_with(targets, {.label_smoothing = 0.1, .excluded_class = excluded}),
        [&](const Inputs& in) {
          return formula({in[0], in[1].index_select(0, keep), in[2].index_select(0, keep)});
        },
        loss_inputs(7, 12, 10));
    EXPECT_EQ(
        projection_loss(normal({7, 12}, 1), normal({10, 12}, 2), {}, targets, {.excluded_class = excluded})
            .count,
        wanted.ge(0).sum().item<int64_t>());
  }
}

TEST(ProjectionLoss, CountsTargetsAndGivesTheUnsmoothedLoss) {
  const auto in = loss_inputs(12, 8, 30);
  const auto targets = some_targets(12, 30);
  const auto loss = projection_loss(in[0], in[1], in[2], targets, {.label_smoothing = 0.2});
  EXPECT_EQ(loss.count, 11);
  EXPECT_FALSE(loss.nll.requires_grad());
  expect_close(loss.nll, cross_entropy(targets, 0.0)(in) / 3, 1e-6);
}

// The lectures' golden: equal logits over ten classes cost ln 10 a target.
TEST(ProjectionLoss, EqualLogitsCostTheLogarithmOfTheirNumber) {
  const auto targets = at::tensor({int64_t{1}, int64_t{2}, kIgnoredTarget, int64_t{0}});
  const auto loss = projection_loss(at::ones({4, 2}), at::ones({10, 2}), {}, targets);
  EXPECT_NEAR(loss.sum.item<double>() / static_cast<double>(loss.count), 2.302585, 1e-5);
}

// "Dive into Deep Learning", section "Sequence-to-sequence learning": the mean over four steps of each of
// three sentences, of which 4, 2 and 0 tokens count.
TEST(ProjectionLoss, GivesTheLecturesNumbers) {
  const double expected[] = {2.3026, 1.1513, 0};
  const int64_t lengths[] = {4, 2, 0};
  for (int64_t sentence = 0; sentence < 3; ++sentence) {
    auto targets = at::ones({4}, at::kLong);
    targets.narrow(0, lengths[sentence], 4 - lengths[sentence]).fill_(kIgnoredTarget);
    const auto loss = projection_loss(at::ones({4, 1}), at::ones({10, 1}), {}, targets);
    EXPECT_NEAR(loss.sum.item<double>() / 4, expected[sentence], 5e-5);
    EXPECT_EQ(loss.count, lengths[sentence]);
  }
}

TEST(ProjectionLoss, LargeLogitsStayFinite) {
  const auto results = run(loss_with(some_targets(6, 9), {.label_smoothing = 0.1}),
                           {normal({6, 8}, 1) * 300, normal({9, 8}, 2) * 10, normal({9}, 3)}, at::kFloat);
  for (const auto& result : results) EXPECT_TRUE(at::isfinite(result).all().item<bool>());
}

TEST(ProjectionLoss, NothingToPredictCostsNothing) {
  const auto targets = at::full({5}, kIgnoredTarget, at::kLong);
  const auto results = run(loss_with(targets, {.label_smoothing = 0.1}), loss_inputs(5, 4, 6), at::kFloat);
  for (const auto& result : results) EXPECT_EQ(result.abs().max().item<double>(), 0.0);
}

TEST(ProjectionLoss, HasTheSameBitsWithAnyThreads) {
  expect_same_with_any_threads(loss_with(some_targets(300, 1100), {.label_smoothing = 0.1, .chunk_rows = 64}),
                               loss_inputs(300, 48, 1100));
}

TEST(ProjectionLoss, TakesBfloat16WithLossInFp32) {
  const auto targets = some_targets(9, 40);
  auto in = loss_inputs(9, 16, 40);
  for (auto& input : in) input = input.to(at::kBFloat16);
  EXPECT_EQ(projection_loss(in[0], in[1], in[2], targets).sum.scalar_type(), at::kFloat);
  const auto found = run(loss_with(targets, {}), in, at::kBFloat16);
  const auto expected = run(cross_entropy(targets, 0.0), in, at::kDouble);
  for (size_t i = 0; i < found.size(); ++i) {
    EXPECT_EQ(found[i].scalar_type(), i == 0 ? at::kFloat : at::kBFloat16);
    expect_close(found[i], expected[i], 2e-2);
  }
}

TEST(ProjectionLoss, RefusesTargetsThatAreNoClass) {
  const auto hidden = normal({2, 4}, 1), weight = normal({3, 4}, 2);
  EXPECT_THROW(projection_loss(hidden, weight, {}, at::tensor({0, 3}, at::kLong)), Error);
  EXPECT_THROW(projection_loss(hidden, weight, {}, at::tensor({0, -1}, at::kLong)), Error);
  EXPECT_THROW(projection_loss(hidden, weight, {}, at::tensor({0}, at::kLong)), Error);
  EXPECT_THROW(projection_loss(hidden, weight, {}, at::ones({2})), Error);
  EXPECT_THROW(projection_loss(hidden, weight, {}, at::zeros({2}, at::kLong), {.excluded_class = 3}), Error);
}

}  // namespace
}  // namespace attend::ops
