#include "attend/ops/attention.h"

#include "ops/compare.h"

#include "attend/core/error.h"

namespace attend::ops {
namespace {

using Inputs = std::vector<at::Tensor>;

at::Tensor lengths_of(std::vector<int64_t> lengths) { return at::tensor(lengths, at::kLong); }

Inputs heads(int64_t queries, int64_t keys) {
  return {normal({2, 3, queries, 16}, 1), normal({2, 3, keys, 16}, 2), normal({2, 3, keys, 16}, 3)};
}

Function attention_with(const AttentionMask& mask) {
  return [mask](const Inputs& in) { return attention(in[0], in[1], in[2], mask, 0.0, nullptr); };
}

// softmax(q k^T / sqrt(d)) v, scores hidden with a large negative number; no row may be wholly hidden.
Function attention_formula(const at::Tensor& visible) {
  return [visible](const Inputs& in) {
    auto scores = at::matmul(in[0], in[1].transpose(-2, -1)) / std::sqrt(16.0);
    if (visible.defined()) scores = scores.masked_fill(visible.logical_not(), -1e30);
    return at::matmul(scores.softmax(-1), in[2]);
  };
}

// The lectures' golden: keys of ones, values 0 to 39 in rows of four, lengths 2 and 6.
TEST(Attention, ReproducesTheLecturesExample) {
  const auto q = normal({2, 1, 1, 2}, 1), k = at::ones({2, 1, 10, 2});
  const auto v = at::arange(40, at::kFloat).view({1, 1, 10, 4}).repeat({2, 1, 1, 1});
  const auto y = attention(q, k, v, AttentionMask::of_lengths(lengths_of({2, 6}), 10), 0.0, nullptr);
  const auto expected = at::tensor({2.0F, 3.0F, 4.0F, 5.0F, 10.0F, 11.0F, 12.0F, 13.0F}).view({2, 1, 1, 4});
  expect_close(y, expected, 1e-6);
}

TEST(Attention, EqualsTheFormulaForwardAndBackward) {
  expect_same_function(attention_with({}), attention_formula({}), heads(5, 9));
}

TEST(Attention, CausalQueriesSeeNoLaterKey) {
  expect_same_function(attention_with(AttentionMask::causal()),
                       attention_formula(at::ones({7, 7}, at::kBool).tril()), heads(7, 7));
}

TEST(Attention, LengthsHideKeys) {
  const auto lengths = lengths_of({4, 9});
  const auto visible = at::arange(9).view({1, 1, 1, 9}) < lengths.view({2, 1, 1, 1});
  expect_same_function(attention_with(AttentionMask::of_lengths(lengths, 9)), attention_formula(visible),
                       heads(5, 9));
  const auto causal = visible.logical_and(at::ones({9, 9}, at::kBool).tril());
  expect_same_function(attention_with(AttentionMask::causal_of_lengths(lengths, 9)),
                       attention_formula(causal), heads(9, 9));
}

TEST(Attention, LengthsMayDifferByQuery) {
  const auto lengths = at::tensor({1, 2, 3, 4, 4, 1}, at::kLong).view({2, 3});
  const auto visible = at::arange(4).view({1, 1, 1, 4}) < lengths.view({2, 1, 3, 1});
  expect_same_function(attention_with(AttentionMask::of_lengths(lengths, 4)), attention_formula(visible),
                       heads(3, 4));
}

TEST(Attention, NothingToSeeGivesZerosAndFiniteGradients) {
  for (const auto type : {at::kFloat, at::kDouble}) {
    const auto mask = AttentionMask::of_lengths(lengths_of({0, 3}), 5);
    const auto results = run(attention_with(mask), heads(4, 5), type);
    EXPECT_EQ(results[0][0].abs().max().item<double>(), 0.0);
    EXPECT_GT(results[0][1].abs().max().item<double>(), 0.0);
    for (const auto& result : results) EXPECT_TRUE(at::isfinite(result).all().item<bool>());
    for (size_t i = 1; i < results.size(); ++i) EXPECT_EQ(results[i][0].abs().max().item<double>(), 0.0);
  }
}

TEST(Attention, DropoutDropsWeights) {
  Stream stream(1, RandomPurpose::test);
  const auto in = heads(6, 400);
  const auto y = attention(in[0] * 0, in[1], at::ones_like(in[2]), {}, 0.5, &stream);
  EXPECT_NEAR(y.mean().item<double>(), 1.0, 0.05);
  EXPECT_GT(y.std().item<double>(), 0.01);
}

TEST(Attention, WeightsAreThoseOfAttention) {
  const auto in = heads(6, 6);
  const auto lengths = lengths_of({0, 4});
  for (const auto& mask : {AttentionMask(), AttentionMask::causal(), AttentionMask::of_lengths(lengths, 6),
                           AttentionMask::causal_of_lengths(lengths, 6)}) {
    const auto weights = attention_weights(in[0], in[1], mask);
    expect_close(at::matmul(weights, in[2]), attention_with(mask)(in), 1e-5);
  }
}

TEST(MaskedSoftmax, HidesKeysPastTheLength) {
  const auto scores = normal({2, 2, 4}, 1);
  const auto y = masked_softmax(scores, lengths_of({2, 3}));
  expect_close(y.sum(-1), at::ones({2, 2}), 1e-6);
  EXPECT_EQ(y[0].narrow(1, 2, 2).abs().max().item<double>(), 0.0);
  expect_close(y[0].narrow(1, 0, 2), scores[0].narrow(1, 0, 2).softmax(-1), 1e-6);
  const auto by_query = masked_softmax(scores, at::tensor({1, 3, 2, 4}, at::kLong).view({2, 2}));
  EXPECT_EQ(by_query[0][0][0].item<float>(), 1.0F);
  expect_close(by_query[1][1], scores[1][1].softmax(-1), 1e-6);
}

TEST(MaskedSoftmax, LengthZeroGivesZeros) {
  const auto results = run([](const Inputs& in) { return masked_softmax(in[0], at::zeros({2}, at::kLong)); },
                           {normal({2, 3, 4}, 1)}, at::kFloat);
  for (const auto& result : results) EXPECT_EQ(result.abs().max().item<double>(), 0.0);
}

TEST(Attention, RefusesShapesThatDoNotFit) {
  const auto in = heads(3, 5);
  EXPECT_THROW(attention_with(AttentionMask::causal())(in), Error);
  EXPECT_THROW(attention_with(AttentionMask::of_lengths(lengths_of({1, 2}), 4))(in), Error);
  EXPECT_THROW(attention_with(AttentionMask::of_lengths(lengths_of({1, 2, 3}), 5))(in), Error);
  EXPECT_THROW(AttentionMask::of_lengths(at::ones({2}), 5), Error);
  EXPECT_THROW(masked_softmax(normal({2, 3, 4}, 1), lengths_of({1})), Error);
}

}  // namespace
}  // namespace attend::ops
