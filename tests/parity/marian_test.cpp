// A tiny Marian model and what transformers computes with it (scripts/parity/marian_fixture.py).
#include <gmock/gmock.h>

#include "attend/io/model_folder.h"
#include "attend/io/tensors.h"
#include "attend/models/transformer_config.h"
#include "attend/models/transformer_weights.h"
#include "attend/training/train_step.h"

namespace attend {
namespace {

const std::filesystem::path folder = std::filesystem::path(ATTEND_SOURCE_DIR) / "tests/parity/marian";

std::shared_ptr<Transformer> open_network() {
  const auto shape = read_transformer_config(read_model_config(folder), folder / "config.json");
  const auto weights = StoredTensors::open(folder);
  auto network =
      std::make_shared<Transformer>(options_from_weights(shape.options, weights), shape.vocabulary);
  load_transformer(*network, weights);
  return network;
}

torch::Tensor expected(const std::string& name) {
  static const auto tensors = StoredTensors::open(folder / "expected.safetensors");
  return read_tensor(tensors, name);
}

// Relative to the largest entry.
double error(const torch::Tensor& found, const torch::Tensor& wanted) {
  return ((found.to(torch::kDouble) - wanted).abs().max() / wanted.abs().max()).item<double>();
}

LossSum loss_of(Transformer& network, Context& context) {
  const auto memory = network.encode(expected("source"), expected("lengths"), context);
  const auto hidden = network.decode(memory, expected("inputs"), context);
  return network.loss(hidden.flatten(0, 1), expected("targets").flatten(), {.label_smoothing = 0.1});
}

struct Precision {
  at::ScalarType type;
  double tolerance;
};

class MarianParity : public testing::TestWithParam<Precision> {};

TEST_P(MarianParity, LogitsAreThoseOfTransformers) {
  const auto network = open_network();
  network->to(GetParam().type);
  auto context = Context::inference();
  const auto memory = network->encode(expected("source"), expected("lengths"), context);
  const auto logits = network->project(network->decode(memory, expected("inputs"), context));
  const auto wanted = expected("logits");
  // Positions that are padding have logits too, but nothing depends on them.
  const auto real = expected("targets").ge(0).unsqueeze(-1);
  EXPECT_LT(error(logits.narrow(-1, 0, wanted.size(-1)) * real, wanted * real), GetParam().tolerance);
}

TEST_P(MarianParity, LossAndEveryGradientAreThoseOfPyTorch) {
  const auto network = open_network();
  network->to(GetParam().type);
  auto context = Context::inference();
  const auto loss = loss_of(*network, context);
  EXPECT_LT(error(loss.sum.detach(), expected("loss")[0]), GetParam().tolerance);
  EXPECT_EQ(loss.count, 12);

  loss.sum.backward();
  NamedTensors gradients;
  for (const auto& parameter : network->named_parameters()) {
    gradients.emplace_back(parameter.key(), parameter.value().grad());
  }
  const auto stored = store_parameters(transformer_table(*network), gradients);
  for (const auto& [name, gradient] : stored) {
    const auto wanted = expected("gradient." + name);
    // The bias of the keys moves all scores of a query alike: its gradient is zero but for rounding.
    const double scale = name.ends_with("k_proj.bias") ? 1.0 : wanted.abs().max().item<double>();
    EXPECT_LT((gradient.to(torch::kDouble) - wanted).abs().max().item<double>() / scale, GetParam().tolerance)
        << name;
  }
  EXPECT_EQ(stored.size(), 1 + 2 * 16 + 26);
}

INSTANTIATE_TEST_SUITE_P(Precisions, MarianParity,
                         testing::Values(Precision{torch::kFloat, 1e-5}, Precision{torch::kDouble, 1e-10}));

struct FixtureBatch : Batch {};

// Trains on the fixture's batch again and again.
class FixtureTask : public Task {
 public:
  explicit FixtureTask(std::shared_ptr<Transformer> network) : network_(std::move(network)) {}

  torch::nn::Module& model() override { return *network_; }
  int64_t batch_count(uint64_t, int64_t) override { return 1; }
  std::unique_ptr<BatchStream> batches(uint64_t, int64_t, int64_t) override { return nullptr; }
  LossSum loss(const Batch&, Context& context) override { return loss_of(*network_, context); }
  Scores evaluate() override { return {}; }
  bool larger_is_better(const std::string&) const override { return false; }
  uint64_t data_fingerprint() const override { return 0; }
  void save(const std::filesystem::path&) const override {}

 private:
  std::shared_ptr<Transformer> network_;
};

TEST(MarianTraining, TenLossesOfAdamWAreThoseOfPyTorch) {
  // Dropout is off in the fixture's config, so the training context draws nothing.
  FixtureTask task(open_network());
  TrainingOptions options;
  options.optimizer = {
      .type = OptimizerType::adamw, .lr = 1e-2, .betas = {0.9, 0.98}, .eps = 1e-9, .weight_decay = 0.1};
  options.clip_norm = 1.0;
  SingleProcess communicator;
  TrainStep step(task, options, communicator);
  const auto losses = expected("losses");
  FixtureBatch batch;
  batch.target_tokens = 12;
  for (int64_t update = 1; update <= 10; ++update) {
    step.add(batch, update, 0);
    step.apply(update, options.optimizer.lr);
    EXPECT_NEAR(step.report().loss, losses[update - 1].item<double>(), 1e-5) << "update " << update;
  }
}

}  // namespace
}  // namespace attend
