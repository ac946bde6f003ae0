#include "attend/decoding/translator.h"

#include <gmock/gmock.h>

#include "attend/tokenizers/train_tokenizers.h"

namespace attend {
namespace {

const std::vector<std::string> text = {
    "a black cat sits here",   "a dog runs",   "",    "the cat runs", "the dog sits", "a cat",
    "the black dog runs here", "the cat sits", "   ", "dog"};

TranslationModel model() {
  TransformerOptions options;
  options.d_model = 16;
  options.encoder_layers = options.decoder_layers = 1;
  options.encoder_attention_heads = options.decoder_attention_heads = 2;
  options.encoder_ffn_dim = options.decoder_ffn_dim = 16;
  options.max_position_embeddings = 12;
  return make_translation_model(
      options, train_tokenizers(SentencePieceOptions{.vocab_size = 40}, lines_of(text), lines_of(text)), 1);
}

std::vector<std::string> translate(const TranslationModel& model, int64_t batch_size) {
  DecodingOptions options;
  options.batch_size = batch_size;
  std::vector<std::string> result;
  for (const auto& translation : Translator(model, options, torch::kCPU).translate(text))
    result.push_back(translation.text);
  return result;
}

TEST(Translator, GivesOneLineALineAndNothingForNothing) {
  const auto translations = translate(model(), 4);
  ASSERT_EQ(translations.size(), text.size());
  EXPECT_EQ(translations[2], "");
  EXPECT_EQ(translations[8], "");
  EXPECT_NE(translations[0], "");
}

TEST(Translator, ATranslationDoesNotDependOnItsNeighbours) {
  const auto untrained = model();
  const auto alone = translate(untrained, 1);
  EXPECT_EQ(translate(untrained, 3), alone);
  EXPECT_EQ(translate(untrained, 64), alone);
}

TEST(Translator, SaysThatALongLineWasTruncated) {
  const auto untrained = model();
  const std::vector<std::string> lines = {"a cat",
                                          "a cat a cat a cat a cat a cat a cat a cat a cat a cat a cat"};
  const auto translations = Translator(untrained, {}, torch::kCPU).translate(lines);
  EXPECT_FALSE(translations[0].truncated);
  EXPECT_TRUE(translations[1].truncated);
  EXPECT_EQ(translations[1].source_ids.size(), 12u);
}

TEST(Translator, ReadsNoMoreOfALongLineThanTheModelCan) {
  const auto untrained = model();
  std::string line;
  while (line.size() < 100'000) line += "a cat ";
  std::string letters;
  for (size_t i = 0; i < 50'000; ++i) letters += "\xC3\xA9";
  const auto translations = Translator(untrained, {}, torch::kCPU).translate(std::vector{line, letters});
  for (const auto& translation : translations) EXPECT_TRUE(translation.truncated);
  EXPECT_EQ(translations[0].source_ids.size(), 12u);
}

}  // namespace
}  // namespace attend
