#include "attend/nn/additive_attention.h"

#include <gmock/gmock.h>

#include "attend/nn/initialisation.h"

namespace attend::additive_attention_test {
namespace {

nn::AdditiveAttention make_attention(int64_t query_size, int64_t key_size) {
  nn::AdditiveAttention attention(
      nn::AdditiveAttentionOptions{.query_size = query_size, .key_size = key_size, .hidden_size = 8});
  Stream stream(1, RandomPurpose::test);
  for (auto& parameter : attention->parameters()) nn::init_normal(parameter, 0.5, stream);
  return attention;
}

torch::Tensor random(at::IntArrayRef shape) {
  auto tensor = torch::empty(shape);
  Stream stream(2, RandomPurpose::test);
  nn::init_normal(tensor, 1, stream);
  return tensor;
}

// "Dive into Deep Learning", section "Attention scoring functions": equal keys have equal weights up to the
// length.
TEST(AdditiveAttention, GivesTheLecturesNumbers) {
  const auto attention = make_attention(20, 2);
  auto context = Context::inference();
  const auto mask = ops::AttentionMask::of_lengths(torch::tensor(std::vector<int64_t>{2, 6}), 10);
  const auto values = torch::arange(40, torch::kFloat).reshape({1, 10, 4}).repeat({2, 1, 1});
  const auto y = attention->forward(random({2, 1, 20}), attention->project_keys(torch::ones({2, 10, 2})),
                                    values, mask, context);
  const auto expected = torch::tensor({2., 3., 4., 5., 10., 11., 12., 13.}, torch::kFloat).view({2, 1, 4});
  EXPECT_LT((y - expected).abs().max().item<float>(), 1e-5);
}

TEST(AdditiveAttention, IsTheFormulaQueryByQuery) {
  const auto attention = make_attention(3, 5);
  auto context = Context::inference();
  const auto queries = random({2, 4, 3}), keys = random({2, 6, 5}), values = random({2, 6, 7});
  const auto y = attention->forward(queries, attention->project_keys(keys), values, {}, context);
  for (int64_t b = 0; b < 2; ++b) {
    for (int64_t q = 0; q < 4; ++q) {
      const auto asked = attention->q_proj->weight.mv(queries[b][q]);
      const auto scores =
          (keys[b].mm(attention->k_proj->weight.t()) + asked).tanh().mv(attention->v_proj->weight[0]);
      EXPECT_LT((y[b][q] - scores.softmax(0).matmul(values[b])).abs().max().item<float>(), 1e-5);
    }
  }
}

TEST(AdditiveAttention, ALengthOfZeroGivesZeros) {
  const auto attention = make_attention(3, 5);
  auto context = Context::inference();
  const auto mask = ops::AttentionMask::of_lengths(torch::tensor(std::vector<int64_t>{0, 2}), 6);
  const auto y = attention->forward(random({2, 1, 3}), attention->project_keys(random({2, 6, 5})),
                                    random({2, 6, 7}), mask, context);
  EXPECT_EQ(y[0].abs().max().item<float>(), 0);
  EXPECT_GT(y[1].abs().max().item<float>(), 0);
}

}  // namespace
}  // namespace attend::additive_attention_test
