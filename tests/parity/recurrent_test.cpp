// Tiny recurrent models and what PyTorch computes with them (scripts/parity/recurrent_fixture.py).
#include "fixture_training.h"
#include <gmock/gmock.h>

#include "attend/io/model_folder.h"
#include "attend/io/tensors.h"
#include "attend/models/recurrent_folder.h"

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

TEST_P(RecurrentTraining, TenLossesOfAdamWAreThoseOfPyTorch) {
  test::expect_ten_losses(
      *network, [this](Context&) { return loss(); }, expected("losses"));
}

INSTANTIATE_TEST_SUITE_P(Models, RecurrentTraining,
                         testing::Values(Case{"gru", torch::kFloat, 0}, Case{"bahdanau", torch::kFloat, 0}));

}  // namespace
}  // namespace attend::recurrent_parity
