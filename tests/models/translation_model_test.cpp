#include "attend/models/translation_model.h"

#include "small_transformer.h"
#include "support/expect_error.h"
#include "support/temp_folder.h"
#include <gmock/gmock.h>

#include "attend/core/error.h"
#include "attend/core/file.h"
#include "attend/io/checksums.h"
#include "attend/io/tensors.h"
#include "attend/tokenizers/train_tokenizers.h"

namespace attend {
namespace {

const std::vector<std::string> english = {"a black cat sits", "a black dog runs", "the cat runs",
                                          "the dog sits"};
const std::vector<std::string> french = {"un chat noir est assis", "un chien noir court", "le chat court",
                                         "le chien est assis"};

std::shared_ptr<const TokenizerPair> tokenizers_of(const TokenizerOptions& options) {
  return train_tokenizers(options, lines_of(english), lines_of(french));
}

std::shared_ptr<const TokenizerPair> sentencepiece() {
  return tokenizers_of(SentencePieceOptions{.vocab_size = 50});
}

void expect_equal_weights(const TranslationModel& first, const TranslationModel& second) {
  const auto others = second.network->named_parameters();
  ASSERT_EQ(first.network->named_parameters().size(), others.size());
  for (const auto& parameter : first.network->named_parameters()) {
    EXPECT_TRUE(parameter.value().equal(others[parameter.key()])) << parameter.key();
  }
}

std::string error_of(const std::filesystem::path& folder) {
  return test::error_of([&] { open_translation_model(folder); });
}

TEST(TranslationModel, OpensAsItWasSaved) {
  for (const auto positions :
       {nn::PositionType::sinusoidal, nn::PositionType::interleaved, nn::PositionType::learned}) {
    const test::TempFolder folder;
    auto options = test::small_transformer();
    options.positions = positions;
    const auto saved = make_translation_model(options, sentencepiece(), 1);
    save_translation_model(saved, folder.path());
    const auto opened = open_translation_model(folder.path());
    expect_equal_weights(saved, opened);
    EXPECT_EQ(dynamic_cast<Transformer&>(*opened.network).options().positions, positions);
    EXPECT_EQ(opened.tokenizers->fingerprint(), saved.tokenizers->fingerprint());
  }
}

TEST(TranslationModel, TrainsOnWithItsOwnShapeAndTheRatesAskedFor) {
  const test::TempFolder folder;
  const auto saved = make_translation_model(test::small_transformer(), sentencepiece(), 1);
  save_translation_model(saved, folder.path());
  TransformerOptions asked;  // another shape
  asked.dropout = 0.37;
  const auto options = with_pretrained_shape(folder.path(), asked);
  const auto opened = open_translation_model(folder.path(), options);
  expect_equal_weights(saved, opened);
  const auto& shape = dynamic_cast<Transformer&>(*opened.network).options();
  EXPECT_EQ(shape.d_model, test::small_transformer().d_model);
  EXPECT_EQ(shape.dropout, 0.37);
  const TranslationModelSection begun = ModelSection<TransformerOptions>{options, folder.path()};
  EXPECT_EQ(pretrained(begun)->from, folder.path());
  EXPECT_EQ(std::get<TransformerOptions>(model_options(begun)).dropout, 0.37);
  EXPECT_EQ(pretrained(ModelSection<TransformerOptions>{options}), nullptr);
  EXPECT_EQ(pretrained(GruSeq2SeqOptions()), nullptr);
}

TEST(TranslationModel, KeepsWhatMarianCannotSay) {
  const test::TempFolder folder;
  auto options = test::small_transformer();
  options.norm = nn::NormPosition::pre;
  options.tied_embeddings = TiedEmbeddings::none;
  options.attention_bias = false;
  options.output_bias = true;
  const auto saved = make_translation_model(options, tokenizers_of(WordOptions{.min_frequency = 1}), 1);
  torch::NoGradGuard no_grad;
  saved.network->named_parameters()["output_bias"].fill_(0.5);
  save_translation_model(saved, folder.path());
  const auto opened = open_translation_model(folder.path());
  // The pad symbol's bias is not trained: it is what keeps pad from being generated elsewhere.
  opened.network->named_parameters()["output_bias"][1] = 0.5;
  expect_equal_weights(saved, opened);
}

TEST(TranslationModel, SavesTheSameBytesAgain) {
  const test::TempFolder first, second;
  save_translation_model(make_translation_model(test::small_transformer(), sentencepiece(), 1), first.path());
  save_translation_model(open_translation_model(first.path()), second.path());
  for (const auto* name : {"config.json", "model.safetensors", "vocab.json", "source.spm", "target.spm"}) {
    EXPECT_EQ(read_file(first / name), read_file(second / name)) << name;
  }
}

class DamagedFolder : public testing::Test {
 protected:
  void SetUp() override {
    save_translation_model(make_translation_model(test::small_transformer(), sentencepiece(), 1),
                           folder.path());
  }

  test::TempFolder folder;
};

TEST_F(DamagedFolder, ATruncatedFileIsNamed) {
  write_checksums(folder.path());
  std::filesystem::resize_file(folder / "model.safetensors", 1000);
  EXPECT_THAT(error_of(folder.path()), testing::HasSubstr("model.safetensors"));
}

TEST_F(DamagedFolder, AnAlteredFileIsNamed) {
  write_checksums(folder.path());
  auto weights = read_file(folder / "model.safetensors");
  weights.back() = static_cast<char>(weights.back() ^ 1);
  folder.write("model.safetensors", weights);
  EXPECT_THAT(error_of(folder.path()), testing::HasSubstr("model.safetensors"));
}

TEST_F(DamagedFolder, AnotherModelsVocabularyIsRefused) {
  const test::TempFolder other;
  tokenizers_of(SentencePieceOptions{.vocab_size = 40})->save(folder.path(), 24);
  EXPECT_THAT(error_of(folder.path()), testing::HasSubstr("vocabulary of 41 entries"));
}

TEST_F(DamagedFolder, AShapeThatTheWeightsDoNotHaveIsRefused) {
  auto config = read_json(folder / "config.json");
  config["encoder_ffn_dim"] = 13;
  folder.write("config.json", config.dump());
  EXPECT_THAT(error_of(folder.path()), testing::HasSubstr("fc1.weight"));
}

TEST_F(DamagedFolder, SizesBeyondTheWeightsAreRefusedBeforeTheyAreMade) {
  const auto config = read_json(folder / "config.json");
  for (const auto* key : {"vocab_size", "encoder_layers", "decoder_ffn_dim", "max_position_embeddings"}) {
    auto claimed = config;
    claimed[key] = 2000000000;
    if (key == std::string("vocab_size")) claimed["decoder_vocab_size"] = 2000000000;
    folder.write("config.json", claimed.dump());
    EXPECT_THAT(error_of(folder.path()), testing::HasSubstr(key));
  }
}

TEST_F(DamagedFolder, ABiasOfAnotherShapeIsRefused) {
  NamedTensors tensors;
  const auto stored = StoredTensors::open(folder.path());
  for (const auto& name : stored.names()) {
    auto tensor = read_tensor(stored, name);
    if (name == "final_logits_bias") tensor = torch::ones({3});
    tensors.emplace_back(name, tensor.clone());
  }
  write_safetensors(folder / "model.safetensors", tensors, {{"format", "pt"}});
  EXPECT_THAT(error_of(folder.path()), testing::HasSubstr("final_logits_bias"));
}

TEST_F(DamagedFolder, WithoutWeightsItSaysWhatIsMissing) {
  std::filesystem::remove(folder / "model.safetensors");
  EXPECT_THAT(error_of(folder.path()), testing::HasSubstr("model.safetensors"));
}

}  // namespace
}  // namespace attend
