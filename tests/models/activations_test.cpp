#include <functional>
#include <string>

#include "counting_allocator.h"
#include "small_transformer.h"
#include <gtest/gtest.h>

#include "attend/models/bahdanau_seq2seq.h"
#include "attend/models/bert.h"
#include "attend/models/gru_seq2seq.h"

namespace attend::activations_test {
namespace {

constexpr PairShape pairs{.sentences = 32, .source_length = 40, .target_length = 50};
constexpr int64_t small_vocabulary = 90;

torch::Tensor some_ids(int64_t rows, int64_t length) {
  return torch::arange(rows * length).view({rows, length}).remainder(small_vocabulary - 1);
}

Context training_context() {
  return {.training = true, .stream = Stream(1, RandomPurpose::dropout), .attention = nullptr};
}

// Bytes that forward and backward pass hold at once beside what was there before, but gradients.
double measured(torch::nn::Module& model, const std::function<torch::Tensor()>& loss) {
  for (auto& parameter : model.parameters()) {
    if (parameter.requires_grad()) parameter.mutable_grad() = torch::zeros_like(parameter);
  }
  test::CountingAllocator allocator;
  loss().backward();
  EXPECT_EQ(allocator.held(), 0);
  return static_cast<double>(allocator.peak());
}

double measured(Seq2Seq& model) {
  const auto source = some_ids(pairs.sentences, pairs.source_length);
  const auto target = some_ids(pairs.sentences, pairs.target_length);
  const auto lengths = torch::full({pairs.sentences}, pairs.source_length, torch::kLong);
  return measured(model, [&] {
    auto context = training_context();
    const auto hidden = model.decode(model.encode(source, lengths, context), target, context);
    return model.loss(hidden.flatten(0, 1), target.flatten(), {.label_smoothing = 0.1, .count = 1}).sum;
  });
}

// The formula is for deciding what fits: a fifth more or less than what is held.
void expect_near(double bytes, double activations) {
  EXPECT_NEAR(4 * activations / bytes, 1.0, 0.2) << bytes << " bytes held";
}

struct Variant {
  const char* name;
  void (*change)(TransformerOptions&);
};

class TransformerActivations : public testing::TestWithParam<Variant> {};

TEST_P(TransformerActivations, AreWhatAStepHolds) {
  TransformerOptions options;
  options.d_model = 64;
  options.encoder_layers = options.decoder_layers = 3;
  options.encoder_attention_heads = options.decoder_attention_heads = 4;
  options.encoder_ffn_dim = options.decoder_ffn_dim = 256;
  GetParam().change(options);
  Transformer model(options, test::marian_vocabulary(small_vocabulary));
  model.initialise(1);
  expect_near(measured(model), model.activations(pairs));
}

INSTANTIATE_TEST_SUITE_P(
    Variants, TransformerActivations,
    testing::Values(Variant{"PostNorm", [](auto&) {}},
                    Variant{"PreNorm", [](auto& o) { o.norm = nn::NormPosition::pre; }},
                    Variant{"Gelu", [](auto& o) { o.activation_function = ops::Activation::gelu; }},
                    Variant{"NoDropout", [](auto& o) { o.dropout = 0; }},
                    Variant{"ActivationDropout", [](auto& o) { o.activation_dropout = 0.1; }},
                    Variant{"AttentionDropout", [](auto& o) { o.attention_dropout = 0.1; }},
                    Variant{"DeepDecoder", [](auto& o) { o.decoder_layers = 9; }}),
    [](const auto& info) { return info.param.name; });

const RecurrentOptions recurrent{.embedding_size = 48, .hidden_size = 64, .num_hidden_layers = 2};

TEST(GruActivations, AreWhatAStepHolds) {
  GruSeq2Seq model({recurrent}, test::marian_vocabulary(small_vocabulary));
  model.initialise(1);
  expect_near(measured(model), model.activations(pairs));
}

TEST(BahdanauActivations, AreWhatAStepHolds) {
  BahdanauSeq2Seq model({recurrent}, test::marian_vocabulary(small_vocabulary));
  model.initialise(1);
  expect_near(measured(model), model.activations(pairs));
}

// The projection's share is most of it.
TEST(LargeVocabularyActivations, AreWhatAStepHolds) {
  TransformerOptions options;
  options.d_model = 64;
  options.encoder_layers = options.decoder_layers = 1;
  options.encoder_attention_heads = options.decoder_attention_heads = 4;
  options.encoder_ffn_dim = options.decoder_ffn_dim = 256;
  Transformer model(options, test::marian_vocabulary(100'000));
  model.initialise(1);
  expect_near(measured(model), model.activations(pairs));
}

class BertActivations : public testing::TestWithParam<int64_t> {};

TEST_P(BertActivations, AreWhatAStepHoldsWithFrozenBlocks) {
  const int64_t frozen_blocks = GetParam();
  BertOptions options;
  options.hidden_size = 64;
  options.num_hidden_layers = 4;
  options.num_attention_heads = 4;
  options.intermediate_size = 256;
  options.max_position_embeddings = 64;
  Bert model(options, {.size = small_vocabulary}, BertPooler::none);
  for (auto& parameter : model.named_parameters()) {
    const auto& name = parameter.key();
    bool frozen = frozen_blocks > 0 && name.starts_with("embeddings.");
    for (int64_t i = 0; i < frozen_blocks; ++i)
      frozen = frozen || name.starts_with("encoder.layers." + std::to_string(i) + ".");
    parameter.value().set_requires_grad(!frozen);
  }
  const BertInput input{some_ids(32, 48), torch::zeros({32, 48}, torch::kLong),
                        torch::full({32}, 48, torch::kLong)};
  const double bytes = measured(model, [&] {
    auto context = training_context();
    return model.forward(input, context).sum();
  });
  expect_near(bytes, model.activations({32, 48}, frozen_blocks));
}

INSTANTIATE_TEST_SUITE_P(FrozenBlocks, BertActivations, testing::Values(0, 2));

}  // namespace
}  // namespace attend::activations_test
