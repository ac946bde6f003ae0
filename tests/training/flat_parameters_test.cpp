#include "attend/training/flat_parameters.h"

#include "toy_task.h"
#include <gtest/gtest.h>

#include "attend/core/error.h"
#include "attend/training/gradient_norm.h"

namespace attend {
namespace {

class Tied : public torch::nn::Module {
 public:
  Tied() {
    bias = register_parameter("bias", torch::ones({3}));
    table = register_parameter("table", torch::arange(15, torch::kFloat).view({5, 3}));
    register_parameter("again", table);
    frozen = register_parameter("frozen", torch::ones({2, 2}), /*requires_grad=*/false);
    counter = register_buffer("counter", torch::zeros({1}, torch::kInt64));
  }
  torch::Tensor bias, table, frozen, counter;
};

TEST(FlatParameters, ParametersAndGradientsAreAlignedViewsWithTheDecayedFirst) {
  Tied model;
  FlatParameters flat(model, Precision::fp32);
  ASSERT_EQ(flat.groups().size(), 2U);
  EXPECT_TRUE(flat.groups()[0].decays);
  EXPECT_EQ(flat.groups()[0].length, 16);
  EXPECT_EQ(flat.groups()[1].begin, 16);
  EXPECT_EQ(flat.groups()[1].length, flat.size() - 16);
  EXPECT_EQ(flat.size() % gradient_norm_row, 0);
  EXPECT_EQ(model.table.data_ptr<float>(), flat.values().data_ptr<float>());
  EXPECT_EQ(model.bias.data_ptr<float>(), flat.values().data_ptr<float>() + 16);
  EXPECT_EQ(model.bias.grad().data_ptr<float>(), flat.gradient().data_ptr<float>() + 16);
  EXPECT_EQ(reinterpret_cast<uintptr_t>(model.table.data_ptr<float>()) % 64, 0U);
  EXPECT_EQ(model.table[4][2].item<float>(), 14);
}

TEST(FlatParameters, TiedTensorsAreThereOnceAndFrozenOnesAndBuffersStayOut) {
  Tied model;
  const FlatParameters flat(model, Precision::bf16);
  EXPECT_EQ(flat.parameter_count(), 18);
  EXPECT_FALSE(model.frozen.grad().defined());
  EXPECT_EQ(model.counter.scalar_type(), torch::kInt64);
  EXPECT_EQ(model.named_parameters()["again"].scalar_type(), torch::kBFloat16);
}

TEST(FlatParameters, FrozenTensorsLoseNothingInLowPrecision) {
  Tied model;
  model.frozen.fill_(0.1F);
  FlatParameters flat(model, Precision::bf16);
  EXPECT_EQ(model.frozen.scalar_type(), torch::kBFloat16);  // so that products have one type
  flat.show(flat.values());
  EXPECT_EQ(model.frozen[1][1].item<float>(), 0.1F);
  flat.show_training();
  EXPECT_EQ(model.frozen.scalar_type(), torch::kBFloat16);
  EXPECT_FALSE(model.frozen.requires_grad());
}

TEST(FlatParameters, BackwardAddsToTheFlatGradient) {
  Tied model;
  FlatParameters flat(model, Precision::fp32);
  for (int i = 0; i < 2; ++i) (model.bias * 3).sum().backward();
  EXPECT_EQ(flat.gradient().sum().item<float>(), 18);
  flat.zero_gradient();
  EXPECT_EQ(model.bias.grad().sum().item<float>(), 0);
}

TEST(FlatParameters, LowPrecisionGradientsLoseNothingInAccumulation) {
  Tied model;
  FlatParameters flat(model, Precision::bf16);
  // 1 + 2^-9 is not a bf16 number, 1 and 2^-9 are.
  model.bias.sum().backward();
  flat.collect();
  (model.bias * 0.001953125).sum().backward();
  flat.collect();
  EXPECT_EQ(flat.gradient()[16].item<float>(), 1.001953125F);
}

TEST(FlatParameters, NormsStayInFullPrecision) {
  test::ToyModel model(1);
  const FlatParameters flat(*model, Precision::bf16);
  EXPECT_EQ(model->norm->weight.scalar_type(), torch::kFloat);
  EXPECT_EQ(model->hidden->weight.scalar_type(), torch::kBFloat16);
  EXPECT_EQ(model->hidden->weight.grad().scalar_type(), torch::kBFloat16);
}

TEST(FlatParameters, MastersReachTheModelWhenPublished) {
  Tied model;
  FlatParameters flat(model, Precision::bf16);
  const torch::NoGradGuard no_grad;
  flat.values().fill_(0.1);
  flat.publish();
  EXPECT_EQ(model.table[0][0].item<float>(), torch::tensor(0.1F).to(torch::kBFloat16).item<float>());
  EXPECT_EQ(flat.values()[0].item<float>(), 0.1F);
}

TEST(FlatParameters, ShowsAnotherBufferAndGoesBackToTraining) {
  Tied model;
  FlatParameters flat(model, Precision::bf16);
  {
    const torch::NoGradGuard no_grad;
    flat.show(torch::full_like(flat.values(), 0.1F));
  }
  EXPECT_EQ(model.table[1][1].item<float>(), 0.1F);
  flat.show_training();
  EXPECT_EQ(model.table[1][1].item<float>(), 4);
  model.table.sum().backward();
  flat.collect();
  EXPECT_EQ(flat.gradient().sum().item<float>(), 15);
}

TEST(FlatParameters, TheLayoutChangesWithTheModel) {
  Tied one, other;
  other.register_parameter("more", torch::ones({1}));
  EXPECT_NE(FlatParameters(one, Precision::fp32).layout(), FlatParameters(other, Precision::fp32).layout());
}

TEST(FlatParameters, NeighboursThatAreUpdatedAlikeMakeAGroup) {
  test::ToyModel model(1);  // embedding, hidden, norm, output
  const FlatParameters flat(*model, Precision::fp32, [](const std::string& parameter) {
    return parameter.starts_with("embedding") ? 0.25 : 1.0;
  });
  const auto& groups = flat.groups();
  ASSERT_EQ(groups.size(), 3U);  // the embedding, the matrices, and what does not decay
  EXPECT_EQ(groups[0].rate_share, 0.25);
  EXPECT_EQ(groups[1].rate_share, 1.0);
  EXPECT_TRUE(groups[0].decays && groups[1].decays && !groups[2].decays);
  EXPECT_EQ(groups[0].begin, 0);
  EXPECT_EQ(groups[1].begin, groups[0].length);
  EXPECT_EQ(groups[2].begin + groups[2].length, flat.size());
  EXPECT_EQ(flat.values().data_ptr<float>() + groups[1].begin, model->hidden->weight.data_ptr<float>());
}

TEST(FlatParameters, RefusesAModelWithNothingToTrain) {
  torch::nn::Module empty;
  EXPECT_THROW(FlatParameters(empty, Precision::fp32), Error);
}

}  // namespace
}  // namespace attend
