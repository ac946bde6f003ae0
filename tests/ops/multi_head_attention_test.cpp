#include "attend/ops/multi_head_attention.h"

#include "ops/compare.h"
#include "support/expect_error.h"

#include "attend/core/error.h"

namespace attend::ops {
namespace {

using Inputs = std::vector<at::Tensor>;

constexpr int64_t kHeadCount = 3, kHeadSize = 5;  // sizes that fill no vector

at::Tensor key_lengths(std::vector<int64_t> lengths) { return at::tensor(lengths, at::kLong); }

// The formula over all heads, from [B, Q, D], [B, K, D] and [B, K, D]; a row that sees nothing is zero.
at::Tensor formula(const at::Tensor& q, const at::Tensor& k, const at::Tensor& v, const AttentionMask& mask) {
  const auto apart = [](const at::Tensor& x) { return split_heads(x, 1, kHeadCount)[0]; };
  auto scores = at::matmul(apart(q), apart(k).transpose(-2, -1)) / std::sqrt(static_cast<double>(kHeadSize));
  auto visible = at::ones({q.size(1), k.size(1)}, at::kBool);
  if (mask.hides_future()) visible = visible.tril();
  if (mask.visible().defined()) visible = visible.logical_and(mask.visible());
  const auto weights = at::_safe_softmax(scores.masked_fill(visible.logical_not(), -INFINITY), -1);
  return at::matmul(weights, apart(v)).transpose(1, 2).flatten(2);
}

Function self_formula(const AttentionMask& mask) {
  return [mask](const Inputs& in) {
    const auto parts = in[0].chunk(3, -1);
    return formula(parts[0], parts[1], parts[2], mask);
  };
}

Function self(const AttentionMask& mask) {
  return
      [mask](const Inputs& in) { return self_attention(in[0], in[0].size(1), mask, {.heads = kHeadCount}); };
}

// More queries than a block of them has.
const Inputs self_inputs(int64_t positions) {
  return {normal({2, positions, 3 * kHeadCount * kHeadSize}, 1)};
}

class SelfAttentionMasks : public testing::TestWithParam<AttentionMask> {};

TEST_P(SelfAttentionMasks, EqualsTheFormulaForwardAndBackward) {
  expect_same_function(self(GetParam()), self_formula(GetParam()), self_inputs(150));
}

INSTANTIATE_TEST_SUITE_P(All, SelfAttentionMasks,
                         testing::Values(AttentionMask(), AttentionMask::causal(),
                                         AttentionMask::of_lengths(key_lengths({149, 17}), 150),
                                         AttentionMask::of_lengths(key_lengths({0, 150}), 150),
                                         AttentionMask::causal_of_lengths(key_lengths({130, 3}), 150)));

TEST(SelfAttention, OfTheFirstQueriesIsPartOfTheWhole) {
  const auto mask = AttentionMask::of_lengths(key_lengths({4, 9}), 9);
  expect_same_function(
      [&](const Inputs& in) { return self_attention(in[0], 2, mask, {.heads = kHeadCount}); },
      [&](const Inputs& in) { return self_formula(mask)(in).narrow(1, 0, 2); }, self_inputs(9));
}

TEST(SelfAttention, ThatNoKernelServesIsTheSame) {
  const auto mask = AttentionMask::causal_of_lengths(key_lengths({4, 9}), 9);
  const auto qkv = self_inputs(9)[0].to(at::kDouble);
  expect_close(self(mask)({qkv}), self_formula(mask)({qkv}), 1e-12);
}

TEST(SelfAttention, HasTheSameBitsWithAnyThreads) {
  expect_same_with_any_threads(self(AttentionMask::causal()), self_inputs(150));
}

TEST(SelfAttention, HasTheSameBitsWithMorePadding) {
  const auto whole = self_inputs(40)[0];
  const auto mask = [](int64_t keys) { return AttentionMask::of_lengths(key_lengths({7, 20}), keys); };
  const auto padded = self(mask(40))({whole}), shorter = self(mask(20))({whole.narrow(1, 0, 20)});
  EXPECT_TRUE(at::equal(padded.narrow(1, 0, 20), shorter));
}

TEST(SelfAttention, RefusesVectorsThatHeadsDoNotDivide) {
  const auto error = test::error_of([] { self_attention(at::ones({1, 2, 15}), 2, {}, {.heads = 2}); });
  EXPECT_NE(error.find("self_attention"), error.npos) << error;
}

TEST(CrossAttention, EqualsTheFormulaForwardAndBackward) {
  const auto mask = AttentionMask::of_lengths(key_lengths({5, 0}), 6);
  const int64_t size = kHeadCount * kHeadSize;
  expect_same_function(
      [&](const Inputs& in) { return cross_attention(in[0], in[1], mask, {.heads = kHeadCount}); },
      [&](const Inputs& in) {
        return formula(in[0], in[1].narrow(2, 0, size), in[1].narrow(2, size, size), mask);
      },
      {normal({2, 4, size}, 1), normal({2, 6, 2 * size}, 2)});
}

TEST(CrossAttention, RefusesVectorsThatHeadsDoNotDivide) {
  const auto error = test::error_of([] {
    cross_attention(at::ones({1, 2, 5}), at::ones({1, 2, 10}), {}, {.heads = 2});
  });
  EXPECT_NE(error.find("cross_attention"), error.npos) << error;
}

TEST(CrossAttention, DropoutTakesTheSlowerFormula) {
  Stream stream(1, RandomPurpose::test), again(1, RandomPurpose::test);
  const auto q = normal({2, 4, 15}, 1), kv = normal({2, 6, 30}, 2);
  const MultiHeadOptions options{.heads = kHeadCount, .dropout = 0.5, .stream = &stream},
      same{.heads = kHeadCount, .dropout = 0.5, .stream = &again};
  const auto y = cross_attention(q, kv, {}, options);
  EXPECT_TRUE(at::equal(y, cross_attention(q, kv, {}, same)));
  EXPECT_GT((y - cross_attention(q, kv, {}, {.heads = kHeadCount})).abs().max().item<float>(), 0.1);
}

}  // namespace
}  // namespace attend::ops
