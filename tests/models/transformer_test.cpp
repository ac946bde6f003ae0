#include "attend/models/transformer.h"

#include "parameter_count.h"
#include "small_transformer.h"
#include "support/expect_error.h"
#include <gmock/gmock.h>

#include "attend/core/error.h"
#include "attend/ops/projection_loss.h"

namespace attend {
namespace {

torch::Tensor ids(std::initializer_list<std::initializer_list<int64_t>> rows) {
  std::vector<torch::Tensor> tensors;
  for (const auto& row : rows) tensors.push_back(torch::tensor(std::vector<int64_t>(row)));
  return torch::stack(tensors);
}

// Fills what starts at zero, so that a missing bias or a wrong position would be seen.
void randomise(Transformer& network) {
  network.initialise(3);
  torch::NoGradGuard no_grad;
  Stream stream(5, RandomPurpose::test);
  for (auto& parameter : network.parameters()) {
    if (parameter.dim() == 1) parameter.add_(torch::full_like(parameter, 0.1 * stream.next_normal()));
  }
}

class TransformerVariants : public testing::TestWithParam<TransformerOptions> {};

TEST_P(TransformerVariants, StepByStepLogitsEqualTheFullForward) {
  Transformer network(GetParam(), test::marian_vocabulary(19));
  randomise(network);
  torch::NoGradGuard no_grad;
  auto context = Context::inference();
  const auto source = ids({{1, 2, 3, 4, 0}, {5, 6, 0, 18, 18}});
  const auto memory = network.encode(source, torch::tensor(std::vector<int64_t>{5, 3}), context);
  const auto inputs = ids({{18, 7, 8, 9, 10, 11}, {18, 12, 13, 14, 15, 16}});
  const auto full = network.project(network.decode(memory, inputs, context));

  const auto state = network.start(memory);
  for (int64_t t = 0; t < inputs.size(1); ++t) {
    const auto logits = network.project(network.step(inputs.select(1, t), *state));
    const auto difference = (logits - full.select(1, t)).nan_to_num(0).abs().max().item<float>();
    EXPECT_LT(difference, 1e-5) << "position " << t;
    EXPECT_EQ(state->position(), t + 1);
  }
}

TEST_P(TransformerVariants, SelectedRowsGoOnAsTheyWould) {
  Transformer network(GetParam(), test::marian_vocabulary(19));
  randomise(network);
  torch::NoGradGuard no_grad;
  auto context = Context::inference();
  const auto memory =
      network.encode(ids({{1, 2, 0}, {3, 4, 0}, {5, 6, 0}}), torch::full({3}, 3, torch::kLong), context);
  const auto state = network.start(memory);
  network.step(torch::full({3}, 18, torch::kLong), *state);
  const auto expected = network.step(torch::tensor(std::vector<int64_t>{7, 8, 9}), *state);

  const auto other = network.start(memory);
  network.step(torch::full({3}, 18, torch::kLong), *other);
  other->select(torch::tensor(std::vector<int64_t>{2, 0}));
  EXPECT_EQ(other->size(), 2);
  const auto found = network.step(torch::tensor(std::vector<int64_t>{9, 7}), *other);
  EXPECT_LT(
      (found - expected.index_select(0, torch::tensor(std::vector<int64_t>{2, 0}))).abs().max().item<float>(),
      1e-5);
}

TEST_P(TransformerVariants, PaddingOfTheSourceDoesNotMatter) {
  Transformer network(GetParam(), test::marian_vocabulary(19));
  randomise(network);
  torch::NoGradGuard no_grad;
  auto context = Context::inference();
  const auto inputs = ids({{18, 7, 8}});
  const auto alone = network.decode(
      network.encode(ids({{5, 6, 0}}), torch::tensor(std::vector<int64_t>{3}), context), inputs, context);
  const auto padded = network.decode(
      network.encode(ids({{5, 6, 0, 18, 18}}), torch::tensor(std::vector<int64_t>{3}), context), inputs,
      context);
  EXPECT_LT((alone - padded).abs().max().item<float>(), 1e-5);
}

TransformerOptions with(const std::function<void(TransformerOptions&)>& change) {
  auto options = test::small_transformer();
  change(options);
  return options;
}

INSTANTIATE_TEST_SUITE_P(Variants, TransformerVariants,
                         testing::Values(test::small_transformer(),
                                         with([](auto& o) { o.norm = nn::NormPosition::pre; }),
                                         with([](auto& o) { o.positions = nn::PositionType::interleaved; }),
                                         with([](auto& o) { o.positions = nn::PositionType::learned; }),
                                         with([](auto& o) { o.tied_embeddings = TiedEmbeddings::none; }),
                                         with([](auto& o) { o.tied_embeddings = TiedEmbeddings::target; }),
                                         with([](auto& o) { o.activation_function = ops::Activation::gelu; }),
                                         with([](auto& o) { o.activation_function = ops::Activation::silu; }),
                                         with([](auto& o) {
                                           o.attention_bias = o.feed_forward_bias = false;
                                           o.output_bias = true;
                                         })));

TEST(Transformer, TheLecturesModelHasTheirNumberOfParameters) {
  TransformerOptions options;
  options.d_model = 32;
  options.encoder_layers = options.decoder_layers = 2;
  options.encoder_attention_heads = options.decoder_attention_heads = 4;
  options.encoder_ffn_dim = options.decoder_ffn_dim = 64;
  options.positions = nn::PositionType::interleaved;
  options.tied_embeddings = TiedEmbeddings::none;
  options.attention_bias = false;
  options.output_bias = true;
  const Transformer network(options, {.source_size = 184,
                                      .target_size = 201,
                                      .source_pad = 1,
                                      .target_pad = 1,
                                      .source_end = 3,
                                      .target_end = 3,
                                      .start = 2,
                                      .shared = false});
  EXPECT_EQ(test::parameter_count(network), 60937);
}

TEST(Transformer, ThePadRowStaysZeroAndIsNeverGenerated) {
  Transformer network(test::small_transformer(), test::marian_vocabulary(19));
  network.initialise(1);
  auto context = Context::inference();
  const auto memory = network.encode(ids({{1, 2, 0, 18}}), torch::tensor(std::vector<int64_t>{3}), context);
  const auto hidden = network.decode(memory, ids({{18, 7, 18}}), context);
  network
      .loss(hidden.flatten(0, 1), torch::tensor(std::vector<int64_t>{7, 0, ops::kIgnoredTarget}),
            {.label_smoothing = 0.1})
      .sum.backward();
  const auto shared = network.named_parameters()["shared.weight"];
  EXPECT_EQ(shared[18].abs().sum().item<float>(), 0);
  EXPECT_EQ(shared.grad()[18].abs().sum().item<float>(), 0);
  EXPECT_GT(shared.grad()[7].abs().sum().item<float>(), 0);
  EXPECT_TRUE(network.project(hidden).select(-1, 18).isneginf().all().item<bool>());
}

TEST(Transformer, ASourceOfLengthZeroGivesFiniteOutputsAndGradients) {
  Transformer network(test::small_transformer(), test::marian_vocabulary(19));
  network.initialise(1);
  auto context = Context::inference();
  const auto memory =
      network.encode(ids({{1, 0}, {18, 18}}), torch::tensor(std::vector<int64_t>{2, 0}), context);
  const auto hidden = network.decode(memory, ids({{18, 7}, {18, 8}}), context);
  EXPECT_TRUE(hidden.isfinite().all().item<bool>());
  hidden.sum().backward();
  for (const auto& parameter : network.parameters()) {
    const auto gradient = parameter.grad();
    EXPECT_TRUE(!gradient.defined() || gradient.isfinite().all().item<bool>());
  }
}

TEST(Transformer, InitialWeightsAreAFunctionOfTheSeed) {
  Transformer first(test::small_transformer(), test::marian_vocabulary(19)),
      second(test::small_transformer(), test::marian_vocabulary(19));
  first.initialise(1);
  second.initialise(1);
  for (const auto& parameter : first.named_parameters()) {
    EXPECT_TRUE(parameter.value().equal(second.named_parameters()[parameter.key()])) << parameter.key();
  }
  second.initialise(2);
  EXPECT_FALSE(first.named_parameters()["shared.weight"].equal(second.named_parameters()["shared.weight"]));
}

TEST(Transformer, APositionPastTheTableIsAnError) {
  Transformer network(with([](auto& o) { o.max_position_embeddings = 3; }), test::marian_vocabulary(19));
  auto context = Context::inference();
  const auto lengths = torch::tensor(std::vector<int64_t>{4});
  EXPECT_THAT(test::error_of([&] {
                network.encode(ids({{1, 2, 3, 0}}), lengths, context);
              }),
              testing::HasSubstr("positions below 3"));
}

TEST(Transformer, TiedSidesNeedOneVocabulary) {
  auto vocabulary = test::marian_vocabulary(19);
  vocabulary.shared = false;
  EXPECT_THROW(Transformer(test::small_transformer(), vocabulary), Error);
}

}  // namespace
}  // namespace attend
