// A tiny Marian model and what transformers computes with it (scripts/parity/marian_fixture.py).
#include "fixture_training.h"
#include <gmock/gmock.h>

#include "attend/io/model_folder.h"
#include "attend/io/tensors.h"
#include "attend/models/transformer_config.h"
#include "attend/models/transformer_weights.h"

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

TEST(MarianTraining, TenLossesOfAdamWAreThoseOfPyTorch) {
  const auto network = open_network();
  test::expect_ten_losses(
      *network, [&](Context& context) { return loss_of(*network, context); }, expected("losses"));
}

}  // namespace
}  // namespace attend
