#include "attend/training/optimizer.h"

#include <functional>

#include <gtest/gtest.h>
#include <torch/optim.h>

#include "attend/training/gradient_norm.h"

namespace attend {
namespace {

class TwoParameters : public torch::nn::Module {
 public:
  TwoParameters() {
    weight = register_parameter("weight", torch::linspace(-1, 1, 60).view({6, 10}));
    bias = register_parameter("bias", torch::linspace(0.5, 1, 7));
  }
  torch::Tensor weight, bias;
};

torch::Tensor gradient(int step, const torch::Tensor& like) {
  return (torch::arange(like.numel()) * 0.7 + step).sin().view(like.sizes()).to(torch::kFloat);
}

using MakePeer = std::function<std::unique_ptr<torch::optim::Optimizer>(TwoParameters&)>;

// Twenty steps of ours and of torch.optim on the same gradients; ours are given 8 times as large, with
// divisor 8.
void expect_parity(const OptimizerOptions& options, const MakePeer& make_peer,
                   const RateShare& rate_share = {}) {
  TwoParameters ours, theirs;
  FlatParameters flat(ours, Precision::fp32, rate_share);
  const auto optimizer = make_optimizer(options, flat);
  const auto peer = make_peer(theirs);
  for (int step = 0; step < 20; ++step) {
    theirs.weight.mutable_grad() = gradient(step, theirs.weight);
    theirs.bias.mutable_grad() = gradient(step + 5, theirs.bias);
    peer->step();
    const torch::NoGradGuard no_grad;
    flat.zero_gradient();
    ours.weight.mutable_grad().copy_(8 * gradient(step, ours.weight));
    ours.bias.mutable_grad().copy_(8 * gradient(step + 5, ours.bias));
    optimizer->step(flat, {options.lr, torch::tensor(8.0F), torch::tensor(0.0F)});
  }
  EXPECT_TRUE(torch::allclose(ours.weight, theirs.weight, 1e-6, 1e-6)) << ours.weight - theirs.weight;
  EXPECT_TRUE(torch::allclose(ours.bias, theirs.bias, 1e-6, 1e-6)) << ours.bias - theirs.bias;
}

// No weight decay on biases, as torch.optim says it: with two groups of parameters. (A group takes what it
// leaves at its default from the optimizer's own options, so those must have no weight decay.)
template <class Peer, class PeerOptions>
std::unique_ptr<torch::optim::Optimizer> make_peer(TwoParameters& model, PeerOptions options,
                                                   double share_of_bias = 1) {
  const auto plain = PeerOptions(options).weight_decay(0).lr(options.lr() * share_of_bias);
  const std::vector<torch::optim::OptimizerParamGroup> groups = {
      torch::optim::OptimizerParamGroup({model.weight}, std::make_unique<PeerOptions>(options)),
      torch::optim::OptimizerParamGroup({model.bias}, std::make_unique<PeerOptions>(plain))};
  return std::make_unique<Peer>(groups, plain);
}

TEST(Optimizer, AdamWIsTorchOptims) {
  const OptimizerOptions options{.type = OptimizerType::adamw, .lr = 0.01, .eps = 1e-8, .weight_decay = 0.1};
  expect_parity(options, [](TwoParameters& model) {
    const auto peer = torch::optim::AdamWOptions(0.01).betas({0.9, 0.98}).eps(1e-8).weight_decay(0.1);
    return make_peer<torch::optim::AdamW>(model, peer);
  });
}

TEST(Optimizer, AdamIsTorchOptims) {
  const OptimizerOptions options{.type = OptimizerType::adam, .lr = 0.01, .eps = 1e-8, .weight_decay = 0.1};
  expect_parity(options, [](TwoParameters& model) {
    const auto peer = torch::optim::AdamOptions(0.01).betas({0.9, 0.98}).eps(1e-8).weight_decay(0.1);
    return make_peer<torch::optim::Adam>(model, peer);
  });
}

TEST(Optimizer, SgdIsTorchOptims) {
  for (const double momentum : {0.8, 0.0}) {
    const OptimizerOptions options{
        .type = OptimizerType::sgd, .lr = 0.01, .weight_decay = 0.1, .momentum = momentum};
    expect_parity(options, [momentum](TwoParameters& model) {
      const auto peer = torch::optim::SGDOptions(0.01).momentum(momentum).weight_decay(0.1);
      return make_peer<torch::optim::SGD>(model, peer);
    });
  }
}

TEST(Optimizer, AGroupMayHaveAShareOfTheLearningRate) {
  const auto share = [](const std::string& parameter) { return parameter == "bias" ? 0.3 : 1.0; };
  expect_parity(
      {.type = OptimizerType::adamw, .lr = 0.01, .eps = 1e-8, .weight_decay = 0.1},
      [](TwoParameters& model) {
        const auto peer = torch::optim::AdamWOptions(0.01).betas({0.9, 0.98}).eps(1e-8).weight_decay(0.1);
        return make_peer<torch::optim::AdamW>(model, peer, 0.3);
      },
      share);
  expect_parity(
      {.type = OptimizerType::sgd, .lr = 0.01, .weight_decay = 0.1, .momentum = 0.8},
      [](TwoParameters& model) {
        const auto peer = torch::optim::SGDOptions(0.01).momentum(0.8).weight_decay(0.1);
        return make_peer<torch::optim::SGD>(model, peer, 0.3);
      },
      share);
}

TEST(Optimizer, ASkippedStepChangesNothing) {
  for (const OptimizerType type : {OptimizerType::adam, OptimizerType::adamw, OptimizerType::sgd}) {
    TwoParameters model;
    FlatParameters flat(model, Precision::fp32);
    const auto optimizer = make_optimizer({.type = type}, flat);
    flat.gradient().fill_(std::numeric_limits<float>::quiet_NaN());
    const torch::Tensor before = flat.values().clone();
    optimizer->step(flat, {0.1, torch::tensor(1.0F), torch::tensor(1.0F)});
    EXPECT_TRUE(torch::equal(flat.values(), before));
    for (const auto& [name, tensor] : optimizer->state())
      EXPECT_EQ(tensor.abs().sum().item<float>(), 0) << name;
  }
}

}  // namespace
}  // namespace attend
