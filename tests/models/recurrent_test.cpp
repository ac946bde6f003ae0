#include <functional>

#include "parameter_count.h"
#include "support/expect_error.h"
#include "support/temp_folder.h"
#include <gmock/gmock.h>

#include "attend/core/error.h"
#include "attend/core/file.h"
#include "attend/models/recurrent_folder.h"
#include "attend/models/translation_model.h"
#include "attend/ops/projection_loss.h"
#include "attend/tokenizers/train_tokenizers.h"

namespace attend::recurrent_test {
namespace {

torch::Tensor ids(std::initializer_list<std::initializer_list<int64_t>> rows) {
  std::vector<torch::Tensor> tensors;
  for (const auto& row : rows) tensors.push_back(torch::tensor(std::vector<int64_t>(row)));
  return torch::stack(tensors);
}

torch::Tensor numbers(std::initializer_list<int64_t> values) {
  return torch::tensor(std::vector<int64_t>(values));
}

template <class Options>
Options small() {
  return {RecurrentOptions{.embedding_size = 6, .hidden_size = 10, .max_length = 24}};
}

const std::vector<std::string> english = {"a black cat sits", "the dog runs"};
const std::vector<std::string> french = {"un chat noir est assis", "le chien court"};

std::shared_ptr<const TokenizerPair> words() {
  return train_tokenizers(WordOptions{.min_frequency = 1}, lines_of(english), lines_of(french));
}

// The start symbol is 2, the end 3, pad 1; words follow.
class Recurrent : public testing::TestWithParam<TranslationModelOptions> {
 protected:
  void SetUp() override {
    model = make_translation_model(GetParam(), words(), /*seed=*/3);
    Stream stream(5, RandomPurpose::test);
    torch::NoGradGuard no_grad;
    for (auto& parameter : model.network->parameters()) {
      if (parameter.dim() == 1) parameter.add_(torch::full_like(parameter, 0.1 * stream.next_normal()));
    }
  }

  Memory encode(const torch::Tensor& source, const torch::Tensor& lengths) {
    return model.network->encode(source, lengths, context);
  }

  TranslationModel model;
  Context context = Context::inference();
};

TEST_P(Recurrent, StepByStepHiddenStatesEqualTheFullDecode) {
  const torch::NoGradGuard no_grad;
  const auto memory = encode(ids({{4, 5, 6, 7, 3}, {8, 9, 3, 1, 1}}), numbers({5, 3}));
  const auto inputs = ids({{2, 7, 8, 9, 10, 11}, {2, 11, 10, 9, 8, 7}});
  const auto full = model.network->decode(memory, inputs, context);
  const auto state = model.network->start(memory);
  for (int64_t t = 0; t < inputs.size(1); ++t) {
    const auto hidden = model.network->step(inputs.select(1, t), *state);
    EXPECT_LT((hidden - full.select(1, t)).abs().max().item<float>(), 1e-6) << "position " << t;
    EXPECT_EQ(state->position(), t + 1);
  }
}

TEST_P(Recurrent, SelectedRowsGoOnAsTheyWould) {
  const torch::NoGradGuard no_grad;
  const auto memory = encode(ids({{4, 5, 3}, {6, 3, 1}, {8, 9, 3}}), numbers({3, 2, 3}));
  const auto state = model.network->start(memory);
  model.network->step(torch::full({3}, 2, torch::kLong), *state);
  const auto expected = model.network->step(numbers({7, 8, 9}), *state);

  const auto other = model.network->start(memory);
  model.network->step(torch::full({3}, 2, torch::kLong), *other);
  other->select(numbers({1, 0, 1}));
  EXPECT_EQ(other->size(), 3);
  other->select(numbers({2, 1}));
  EXPECT_EQ(other->size(), 2);
  const auto found = model.network->step(numbers({8, 7}), *other);
  EXPECT_TRUE(found.equal(expected.index_select(0, numbers({1, 0}))));
}

TEST_P(Recurrent, PaddingOfTheSourceDoesNotMatter) {
  const torch::NoGradGuard no_grad;
  const auto inputs = ids({{2, 7, 8}});
  const auto alone = model.network->decode(encode(ids({{5, 6, 3}}), numbers({3})), inputs, context);
  const auto padded = model.network->decode(encode(ids({{5, 6, 3, 1, 1}}), numbers({3})), inputs, context);
  EXPECT_LT((alone - padded).abs().max().item<float>(), 1e-6);
}

TEST_P(Recurrent, ASourceOfLengthZeroGivesFiniteOutputsAndGradients) {
  const auto memory = encode(ids({{5, 3}, {1, 1}}), numbers({2, 0}));
  const auto hidden = model.network->decode(memory, ids({{2, 7}, {2, 8}}), context);
  EXPECT_TRUE(hidden.isfinite().all().item<bool>());
  hidden.sum().backward();
  for (const auto& parameter : model.network->parameters()) {
    const auto gradient = parameter.grad();
    EXPECT_TRUE(!gradient.defined() || gradient.isfinite().all().item<bool>());
  }
}

TEST_P(Recurrent, ThePadRowStaysZeroAndIsNeverGenerated) {
  const auto memory = encode(ids({{5, 6, 3, 1}}), numbers({3}));
  const auto hidden = model.network->decode(memory, ids({{2, 7, 1}}), context);
  model.network->loss(hidden.flatten(0, 1), numbers({7, 3, ops::kIgnoredTarget}), {.label_smoothing = 0.1})
      .sum.backward();
  const auto embedding = model.network->named_parameters()["decoder_embed_tokens.weight"];
  EXPECT_EQ(embedding[1].abs().sum().item<float>(), 0);
  EXPECT_EQ(embedding.grad()[1].abs().sum().item<float>(), 0);
  EXPECT_GT(embedding.grad()[7].abs().sum().item<float>(), 0);
  EXPECT_TRUE(model.network->project(hidden).select(-1, 1).isneginf().all().item<bool>());
}

TEST_P(Recurrent, DropoutIsAFunctionOfTheStream) {
  const torch::NoGradGuard no_grad;
  const auto hidden = [&](bool training, uint64_t seed) {
    Context drawn{training, Stream(seed, RandomPurpose::dropout)};
    const auto memory = model.network->encode(ids({{4, 5, 6, 3}}), numbers({4}), drawn);
    return model.network->decode(memory, ids({{2, 7, 8}}), drawn);
  };
  EXPECT_TRUE(hidden(true, 1).equal(hidden(true, 1)));
  EXPECT_FALSE(hidden(true, 1).equal(hidden(true, 2)));
  EXPECT_FALSE(hidden(true, 1).equal(hidden(false, 1)));
}

TEST_P(Recurrent, OpensAsItWasSaved) {
  const test::TempFolder folder;
  save_translation_model(model, folder.path());
  const auto opened = open_translation_model(folder.path());
  const auto others = opened.network->named_parameters();
  ASSERT_EQ(model.network->named_parameters().size(), others.size());
  for (const auto& parameter : model.network->named_parameters()) {
    EXPECT_TRUE(parameter.value().equal(others[parameter.key()])) << parameter.key();
  }
  EXPECT_EQ(opened.network->max_length(), 24);
  const test::TempFolder again;
  save_translation_model(opened, again.path());
  for (const auto* name : {"config.json", "model.safetensors", "vocab.json", "target_vocab.json"}) {
    EXPECT_EQ(read_file(folder / name), read_file(again / name)) << name;
  }
}

TEST_P(Recurrent, AShapeThatTheWeightsDoNotHaveIsRefused) {
  const test::TempFolder folder;
  save_translation_model(model, folder.path());
  auto config = read_json(folder / "config.json");
  config["hidden_size"] = 11;
  folder.write("config.json", config.dump());
  EXPECT_THAT(test::error_of([&] { open_translation_model(folder.path()); }),
              testing::HasSubstr("encoder.layers.0.weight_ih"));
}

TEST_P(Recurrent, InitialWeightsAreAFunctionOfTheSeed) {
  const auto first = make_translation_model(GetParam(), words(), 1),
             same = make_translation_model(GetParam(), words(), 1),
             other = make_translation_model(GetParam(), words(), 2);
  const auto weight = [](const TranslationModel& of) {
    return of.network->named_parameters()["decoder.layers.1.weight_hh"];
  };
  EXPECT_TRUE(weight(first).equal(weight(same)));
  EXPECT_FALSE(weight(first).equal(weight(other)));
}

INSTANTIATE_TEST_SUITE_P(Models, Recurrent,
                         testing::Values(TranslationModelOptions(small<GruSeq2SeqOptions>()),
                                         TranslationModelOptions(small<BahdanauSeq2SeqOptions>())));

// Of the lectures' GRU encoder-decoder: 184 and 201 words, embedding 32, hidden 32, 2 layers.
TEST(GruSeq2Seq, TheLecturesModelHasTheirNumberOfParameters) {
  const GruSeq2Seq network(GruSeq2SeqOptions{{.embedding_size = 32, .hidden_size = 32}}, {.source_size = 184,
                                                                                          .target_size = 201,
                                                                                          .source_pad = 1,
                                                                                          .target_pad = 1,
                                                                                          .source_end = 3,
                                                                                          .target_end = 3,
                                                                                          .start = 2,
                                                                                          .shared = false});
  const int64_t layer = 3 * 32 * (32 + 32 + 2);
  EXPECT_EQ(test::parameter_count(network), 184 * 32 + 201 * 32 + 4 * layer + 3 * 32 * 32 + 33 * 201);
}

}  // namespace
}  // namespace attend::recurrent_test
