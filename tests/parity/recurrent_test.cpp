// Tiny recurrent models and what PyTorch computes with them (scripts/parity/recurrent_fixture.py).
#include <gmock/gmock.h>

#include "attend/io/model_folder.h"
#include "attend/io/tensors.h"
#include "attend/models/recurrent_folder.h"
#include "attend/training/train_step.h"

namespace attend::recurrent_parity {
namespace {

struct Case {
  const char* model;
  at::ScalarType type;
  double tolerance;
};

class RecurrentParity : public testing::TestWithParam<Case> {
 protected:
  void SetUp() override {
    const auto weights = StoredTensors::open(folder);
    network = open_recurrent(read_model_config(folder), folder / "config.json", weights);
    network->to(GetParam().type);
  }

  torch::Tensor expected(const std::string& name) const { return read_tensor(tensors, name); }

  torch::Tensor hidden() {
    const auto memory = network->encode(expected("source"), expected("lengths"), context);
    return network->decode(memory, expected("inputs"), context);
  }

  LossSum loss() {
    return network->loss(hidden().flatten(0, 1), expected("targets").flatten(), {.label_smoothing = 0.1});
  }

  const std::filesystem::path folder =
      std::filesystem::path(ATTEND_SOURCE_DIR) / "tests/parity" / GetParam().model;
  const StoredTensors tensors = StoredTensors::open(folder / "expected.safetensors");
  std::shared_ptr<RecurrentSeq2Seq> network;
  Context context = Context::inference();
};

// Relative to the largest entry.
double error(const torch::Tensor& found, const torch::Tensor& wanted) {
  return ((found.to(torch::kDouble) - wanted).abs().max() / wanted.abs().max()).item<double>();
}

TEST_P(RecurrentParity, LogitsAreThoseOfPyTorch) {
  const auto pad = network->vocabulary().target_pad;
  // Positions that are padding have logits too, but nothing depends on them.
  const auto real = expected("targets").ge(0).unsqueeze(-1);
  const auto wanted = expected("logits").masked_fill(real.logical_not(), 0);
  auto found = network->project(hidden()).masked_fill(real.logical_not(), 0);
  found.select(-1, pad).copy_(wanted.select(-1, pad));
  EXPECT_LT(error(found, wanted), GetParam().tolerance);
}

TEST_P(RecurrentParity, LossAndEveryGradientAreThoseOfPyTorch) {
  const auto sum = loss();
  EXPECT_LT(error(sum.sum.detach(), expected("loss")[0]), GetParam().tolerance);
  EXPECT_EQ(sum.count, 12);
  sum.sum.backward();
  for (const auto& [name, parameter] : recurrent_tensors(*network)) {
    EXPECT_LT(error(parameter.grad(), expected("gradient." + name)), GetParam().tolerance) << name;
  }
}

INSTANTIATE_TEST_SUITE_P(Models, RecurrentParity,
                         testing::Values(Case{"gru", torch::kFloat, 1e-5}, Case{"gru", torch::kDouble, 1e-10},
                                         Case{"bahdanau", torch::kFloat, 1e-5},
                                         Case{"bahdanau", torch::kDouble, 1e-10}));

class RecurrentTraining : public RecurrentParity {};

// Trains on the fixture's batch again and again.
class FixtureTask : public Task {
 public:
  FixtureTask(torch::nn::Module& model, std::function<LossSum()> loss)
      : model_(model), loss_(std::move(loss)) {}

  torch::nn::Module& model() override { return model_; }
  int64_t batch_count(uint64_t, int64_t) override { return 1; }
  std::unique_ptr<BatchStream> batches(uint64_t, int64_t, int64_t) override { return nullptr; }
  LossSum loss(const Batch&, Context&) override { return loss_(); }
  Scores evaluate() override { return {}; }
  bool larger_is_better(const std::string&) const override { return false; }
  uint64_t data_fingerprint() const override { return 0; }
  void save(const std::filesystem::path&) const override {}

 private:
  torch::nn::Module& model_;
  std::function<LossSum()> loss_;
};

TEST_P(RecurrentTraining, TenLossesOfAdamWAreThoseOfPyTorch) {
  FixtureTask task(*network, [this] { return loss(); });
  TrainingOptions options;
  options.optimizer = {
      .type = OptimizerType::adamw, .lr = 1e-2, .betas = {0.9, 0.98}, .eps = 1e-9, .weight_decay = 0.1};
  options.clip_norm = 1.0;
  SingleProcess communicator;
  TrainStep step(task, options, communicator);
  const auto losses = expected("losses");
  Batch batch;
  batch.target_tokens = 12;
  for (int64_t update = 1; update <= 10; ++update) {
    step.add(batch, update, 0);
    step.apply(update, options.optimizer.lr);
    EXPECT_NEAR(step.report().loss, losses[update - 1].item<double>(), 1e-5) << "update " << update;
  }
}

INSTANTIATE_TEST_SUITE_P(Models, RecurrentTraining,
                         testing::Values(Case{"gru", torch::kFloat, 0}, Case{"bahdanau", torch::kFloat, 0}));

}  // namespace
}  // namespace attend::recurrent_parity
