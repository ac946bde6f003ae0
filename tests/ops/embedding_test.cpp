#include "attend/ops/embedding.h"

#include "ops/compare.h"

#include "attend/core/error.h"

namespace attend::ops {
namespace {

using Inputs = std::vector<at::Tensor>;

const at::Tensor& ids() {
  static const auto ids = at::tensor({1, 0, 3, 3, 3, 2}, at::kLong).view({2, 3});
  return ids;
}

Function embed_with(double p) {
  return [p](const Inputs& in) {
    Stream stream(1, RandomPurpose::test);
    return embed(ids(), in[0], in[1], {.scale = 2.5, .dropout = p}, stream);
  };
}

TEST(Embed, ScalesAndAddsPositions) {
  expect_same_function(embed_with(0.0),
                       [](const Inputs& in) {
                         return in[0].index_select(0, ids().flatten()).view({2, 3, 8}) * 2.5 + in[1];
                       },
                       {normal({5, 8}, 1), normal({3, 8}, 2)});
}

TEST(Embed, DropsElements) {
  const auto in = Inputs{at::ones({5, 400}), at::ones({3, 400})};
  const auto y = embed_with(0.5)(in);
  EXPECT_NEAR(y.eq(0).to(at::kDouble).mean().item<double>(), 0.5, 0.05);
  EXPECT_NEAR(y.max().item<double>(), 7.0, 1e-5);
}

TEST(Embed, TakesNoPositions) {
  Stream stream(1, RandomPurpose::test);
  const auto weight = normal({5, 8}, 1);
  expect_close(embed(ids(), weight, {}, {}, stream), at::embedding(weight, ids()), 0);
}

TEST(Embed, GivesAFrozenRowNoGradient) {
  Stream stream(1, RandomPurpose::test);
  const auto weight = normal({5, 8}, 1).requires_grad_();
  embed(ids(), weight, {}, {.scale = 2.0, .frozen_row = 3}, stream).sum().backward();
  const auto expected = at::tensor({2.0, 2.0, 2.0, 0.0, 0.0}).to(weight.scalar_type()).view({5, 1});
  expect_close(weight.grad(), expected.expand({5, 8}), 0);
}

TEST(Embed, HasTheSameBitsWithAnyThreads) {
  const auto many = at::arange(6000, at::kLong).mul_(31).remainder_(50).view({60, 100});
  expect_same_with_any_threads(
      [&](const Inputs& in) {
        Stream stream(1, RandomPurpose::test);
        return embed(many, in[0], {}, {.scale = 2.0, .dropout = 0.1}, stream);
      },
      {normal({50, 64}, 1)});
}

TEST(Embed, RefusesShapesThatDoNotFit) {
  Stream stream(1, RandomPurpose::test);
  EXPECT_THROW(embed(ids(), normal({5, 8}, 1), normal({4, 8}, 2), {}, stream), Error);
  EXPECT_THROW(embed(ids().to(at::kInt), normal({5, 8}, 1), {}, {}, stream), Error);
}

}  // namespace
}  // namespace attend::ops
