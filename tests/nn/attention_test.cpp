#include "attend/nn/attention.h"

#include <gmock/gmock.h>

#include "attend/core/error.h"
#include "attend/nn/attention_record.h"
#include "attend/nn/evaluation_mode.h"
#include "attend/nn/initialisation.h"

namespace attend {
namespace {

void fill(torch::nn::Module& module) {
  Stream stream(1, RandomPurpose::test);
  for (auto& parameter : module.parameters()) nn::init_normal(parameter, 0.3, stream);
}

torch::Tensor random(at::IntArrayRef shape) {
  auto tensor = torch::empty(shape);
  Stream stream(2, RandomPurpose::test);
  nn::init_normal(tensor, 1, stream);
  return tensor;
}

TEST(MultiHeadAttention, KeepsTheShapeOfTheQueriesAsInTheLectures) {
  nn::CrossAttention attention(nn::AttentionOptions{.d_model = 100, .heads = 5, .bias = false});
  fill(*attention);
  auto context = Context::inference();
  const auto lengths = torch::tensor(std::vector<int64_t>{3, 2});
  const auto mask = ops::AttentionMask::of_lengths(lengths, 6);
  const auto y = attention->forward(torch::ones({2, 4, 100}), torch::ones({2, 6, 100}), mask, context);
  EXPECT_EQ(y.sizes(), (std::vector<int64_t>{2, 4, 100}));
}

TEST(MultiHeadAttention, IsTheFormulaHeadByHead) {
  nn::SelfAttention attention(nn::AttentionOptions{.d_model = 6, .heads = 2});
  fill(*attention);
  auto context = Context::inference();
  const auto x = random({2, 5, 6});
  const auto y = attention->forward(x, {}, context);

  const auto qkv = torch::linear(x, attention->qkv_proj->weight, attention->qkv_proj->bias).chunk(3, -1);
  std::vector<torch::Tensor> heads;
  for (int64_t head = 0; head < 2; ++head) {
    const auto part = [&](int64_t i) { return qkv[static_cast<size_t>(i)].narrow(-1, head * 3, 3); };
    heads.push_back((part(0).matmul(part(1).transpose(1, 2)) / std::sqrt(3.0)).softmax(-1).matmul(part(2)));
  }
  const auto expected =
      torch::linear(torch::cat(heads, -1), attention->out_proj->weight, attention->out_proj->bias);
  EXPECT_LT((y - expected).abs().max().item<float>(), 1e-5);
}

TEST(MultiHeadAttention, CausalPositionsDoNotSeeTheFuture) {
  nn::SelfAttention attention(nn::AttentionOptions{.d_model = 8, .heads = 2});
  fill(*attention);
  auto context = Context::inference();
  auto x = random({1, 6, 8});
  const auto before = attention->forward(x, ops::AttentionMask::causal(), context);
  x.narrow(1, 3, 3).fill_(7);
  const auto after = attention->forward(x, ops::AttentionMask::causal(), context);
  EXPECT_LT((before - after).narrow(1, 0, 3).abs().max().item<float>(), 1e-6);
  EXPECT_GT((before - after).narrow(1, 3, 3).abs().max().item<float>(), 1e-2);
}

TEST(MultiHeadAttention, StepsWithACacheEqualTheWhole) {
  nn::SelfAttention attention(nn::AttentionOptions{.d_model = 8, .heads = 2});
  fill(*attention);
  torch::NoGradGuard no_grad;
  auto context = Context::inference();
  const auto x = random({2, 5, 8});
  const auto whole = attention->forward(x, ops::AttentionMask::causal(), context);
  nn::KeyValueCache cache(16, x.options());
  const auto row = torch::arange(10).view({5, 2}).t();  // of each position of both sequences
  for (int64_t t = 0; t < 5; ++t) {
    const auto y = attention->step(x.select(1, t), cache, {row.narrow(1, 0, t + 1), {}});
    EXPECT_LT((y - whole.select(1, t)).abs().max().item<float>(), 1e-5) << t;
  }
  EXPECT_EQ(cache.table().size(0), 10);
}

TEST(MultiHeadAttention, AStepOverAnotherSequenceEqualsTheWhole) {
  nn::CrossAttention attention(nn::AttentionOptions{.d_model = 8, .heads = 2});
  fill(*attention);
  torch::NoGradGuard no_grad;
  auto context = Context::inference();
  const auto memory = random({2, 5, 8}), x = random({2, 1, 8});
  const auto lengths = torch::tensor(std::vector<int64_t>{3, 5});
  const auto whole = attention->forward(x, memory, ops::AttentionMask::of_lengths(lengths, 5), context);
  const auto step = attention->step(x.squeeze(1), attention->memory_rows(memory),
                                    {torch::arange(10).view({2, 5}), lengths});
  EXPECT_LT((step - whole.squeeze(1)).abs().max().item<float>(), 1e-5);
}

TEST(KeyValueCache, KeepsEveryRowWhileItGrows) {
  nn::KeyValueCache cache(4, torch::kFloat);
  const auto rows = random({100, 4});
  for (int64_t i = 0; i < 100; i += 4) cache.append(rows.narrow(0, i, 4));
  EXPECT_TRUE(torch::equal(cache.table(), rows));
}

TEST(Linear, InEvaluationModeGivesTheSameBits) {
  nn::Linear linear(33, 21);
  fill(*linear);
  torch::NoGradGuard no_grad;
  const auto x = random({5, 33});
  const auto expected = linear->forward(x), active = linear->forward(x, ops::Activation::gelu);
  linear->pack(ops::WeightPrecision::fp32);
  EXPECT_TRUE(torch::equal(linear->forward(x), expected));
  EXPECT_TRUE(torch::equal(linear->forward(x, ops::Activation::gelu), active));
  linear->weight.zero_();
  linear->train();
  EXPECT_FALSE(torch::equal(linear->forward(x), expected));  // it follows the weight again
}

TEST(EvaluationMode, LastsAsLongAsSomebodyHoldsIt) {
  const auto linear = std::make_shared<nn::LinearImpl>(3, 2);
  auto first = nn::EvaluationMode::of(linear);
  auto second = nn::EvaluationMode::of(linear);
  EXPECT_EQ(first, second);
  first.reset();
  EXPECT_FALSE(linear->is_training());
  second.reset();
  EXPECT_TRUE(linear->is_training());
  first = nn::EvaluationMode::of(linear);
  EXPECT_FALSE(linear->is_training());
  EXPECT_THROW(nn::EvaluationMode::of(linear, ops::WeightPrecision::int8), Error);
}

TEST(EvaluationMode, RoundsWeightsOnlyWhereAskedTo) {
  const auto linear = std::make_shared<nn::LinearImpl>(33, 21);
  fill(*linear);
  torch::NoGradGuard no_grad;
  const auto x = random({5, 33}), expected = linear->forward(x);
  auto mode = nn::EvaluationMode::of(linear);
  EXPECT_TRUE(torch::equal(linear->forward(x), expected));
  mode.reset();
  mode = nn::EvaluationMode::of(linear, ops::WeightPrecision::int8);
  const auto y = linear->forward(x);
  EXPECT_FALSE(torch::equal(y, expected));
  EXPECT_LT((y - expected).abs().max().item<double>(), 0.02 * expected.abs().max().item<double>());
  mode.reset();
  EXPECT_TRUE(torch::equal(linear->forward(x), expected));
}

TEST(EvaluationMode, ThatCannotBeLeavesTheModuleAsItWas) {
  const auto linear = std::make_shared<nn::LinearImpl>(3, 2);
  torch::NoGradGuard no_grad;
  linear->weight.fill_(std::numeric_limits<float>::infinity());
  EXPECT_THROW(nn::EvaluationMode::of(linear, ops::WeightPrecision::int8), Error);
  EXPECT_TRUE(linear->is_training());
}

TEST(MultiHeadAttention, WeightsSumToOneOverWhatIsVisible) {
  nn::SelfAttention attention(nn::AttentionOptions{.d_model = 8, .heads = 2});
  fill(*attention);
  const auto lengths = torch::tensor(std::vector<int64_t>{3, 5});
  AttentionRecord record;
  auto context = Context::inference();
  context.attention = &record;
  (void)attention->forward(random({2, 5, 8}), ops::AttentionMask::of_lengths(lengths, 5), context);
  ASSERT_EQ(record.self.size(), 1u);
  const auto& weights = record.self.front();
  EXPECT_EQ(weights.sizes(), (std::vector<int64_t>{2, 2, 5, 5}));
  EXPECT_LT((weights.sum(-1) - 1).abs().max().item<float>(), 1e-5);
  EXPECT_EQ(weights[0].narrow(-1, 3, 2).abs().max().item<float>(), 0);
}

TEST(MultiHeadAttention, HeadsMustDivideTheModel) {
  EXPECT_THROW(nn::SelfAttention(nn::AttentionOptions{.d_model = 10, .heads = 3}), Error);
}

}  // namespace
}  // namespace attend
