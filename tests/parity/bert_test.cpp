// A tiny BERT and what transformers computes with it (scripts/parity/bert_fixture.py).
#include "fixture_training.h"
#include <gmock/gmock.h>

#include "attend/io/model_folder.h"
#include "attend/io/tensors.h"
#include "attend/models/bert_config.h"
#include "attend/models/bert_weights.h"
#include "attend/tasks/masked_lm_batches.h"

namespace attend {
namespace {

const std::filesystem::path bert_folder = std::filesystem::path(ATTEND_SOURCE_DIR) / "tests/parity/bert";

std::shared_ptr<BertForPreTraining> open_pretraining() {
  const auto shape = read_bert_config(read_model_config(bert_folder), bert_folder / "config.json");
  auto network = make_bert_network(shape.options, shape.vocabulary, shape.head);
  load_bert(*network, StoredTensors::open(bert_folder));
  return std::dynamic_pointer_cast<BertForPreTraining>(network);
}

torch::Tensor stored(const std::string& name) {
  static const auto tensors = StoredTensors::open(bert_folder / "expected.safetensors");
  return read_tensor(tensors, name);
}

MaskedLmBatch fixture_batch() {
  MaskedLmBatch batch;
  batch.input = {stored("ids"), stored("segments"), stored("lengths")};
  batch.places = stored("places");
  batch.targets = stored("targets");
  batch.relations = stored("relations");
  batch.target_tokens = 20;
  // transformers adds the two means.
  batch.tokens_a_pair =
      static_cast<double>(batch.places.size(0)) / static_cast<double>(batch.relations.size(0));
  return batch;
}

// Relative to the largest entry.
double relative_error(const torch::Tensor& found, const torch::Tensor& wanted) {
  return ((found.to(torch::kDouble) - wanted).abs().max() / wanted.abs().max()).item<double>();
}

struct BertPrecision {
  at::ScalarType type;
  double tolerance;
};

class BertParity : public testing::TestWithParam<BertPrecision> {};

TEST_P(BertParity, HiddenStatesAndLogitsAreThoseOfTransformers) {
  const auto network = open_pretraining();
  network->to(GetParam().type);
  const torch::NoGradGuard no_gradient;
  auto context = Context::inference();
  const auto batch = fixture_batch();
  const auto states = network->bert().hidden_states(batch.input, context);
  ASSERT_EQ(states.size(), 3u);
  for (size_t i = 0; i < states.size(); ++i)
    EXPECT_LT(relative_error(states[i], stored("hidden." + std::to_string(i))), GetParam().tolerance) << i;
  const auto first = network->bert().first_token(batch.input, context);
  EXPECT_LT(relative_error(network->bert().pool(first), stored("pooled")), GetParam().tolerance);
  const auto hidden = states.back().flatten(0, 1).index_select(0, batch.places);
  EXPECT_LT(relative_error(network->token_logits(hidden), stored("token_logits")), GetParam().tolerance);
  EXPECT_LT(relative_error(network->next_sentence_logits(states.back()), stored("relation_logits")),
            GetParam().tolerance);
}

TEST_P(BertParity, LossAndEveryGradientAreThoseOfPyTorch) {
  const auto network = open_pretraining();
  network->to(GetParam().type);
  auto context = Context::inference();
  const auto loss = masked_lm_loss(*network, fixture_batch(), context);
  const auto count = static_cast<double>(loss.count);
  EXPECT_EQ(loss.count, 6);
  EXPECT_LT(relative_error(loss.sum.detach() / count, stored("loss")[0]), GetParam().tolerance);

  (loss.sum / count).backward();
  NamedTensors gradients;
  for (const auto& parameter : network->named_parameters())
    gradients.emplace_back(parameter.key(), parameter.value().grad());
  const auto named = store_parameters(bert_table(*network), gradients);
  for (const auto& [name, gradient] : named) {
    const auto wanted = stored("gradient." + name);
    // The bias of the keys moves all scores of a query alike: its gradient is zero but for rounding.
    const double scale = name.ends_with("key.bias") ? 1.0 : wanted.abs().max().item<double>();
    EXPECT_LT((gradient.to(torch::kDouble) - wanted).abs().max().item<double>() / scale, GetParam().tolerance)
        << name;
  }
  EXPECT_EQ(named.size(), 5 + 2 * 16 + 2 + 5 + 2);
}

INSTANTIATE_TEST_SUITE_P(Precisions, BertParity,
                         testing::Values(BertPrecision{torch::kFloat, 1e-5},
                                         BertPrecision{torch::kDouble, 1e-10}));

TEST(BertTraining, TenLossesOfAdamWAreThoseOfPyTorch) {
  const auto network = open_pretraining();
  const auto batch = fixture_batch();
  test::expect_ten_losses(
      *network, [&](Context& context) { return masked_lm_loss(*network, batch, context); }, stored("losses"));
}

}  // namespace
}  // namespace attend
