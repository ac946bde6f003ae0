#include "attend/tokenizers/tokenizer_pair.h"

#include <filesystem>

#include "support/expect_error.h"
#include "support/temp_folder.h"
#include "tokenizers/small_corpus.h"
#include <gmock/gmock.h>

#include "attend/core/json.h"
#include "attend/tokenizers/train_tokenizers.h"

namespace attend {
namespace {

using test::error_of;
using ::testing::AllOf;
using ::testing::HasSubstr;

std::unique_ptr<TokenizerPair> train(const TokenizerOptions& options) {
  const auto source = test::german_lines(), target = test::french_lines();
  return train_tokenizers(options, lines_of(source), lines_of(target));
}

SentencePieceOptions subwords(bool shared) {
  return {.vocab_size = 70, .shared = shared, .source_lang = "de", .target_lang = "fr"};
}

void expect_same(const TokenizerPair& a, const TokenizerPair& b) {
  EXPECT_EQ(a.fingerprint(), b.fingerprint());
  EXPECT_EQ(a.shared_vocabulary(), b.shared_vocabulary());
  EXPECT_EQ(a.languages().source, b.languages().source);
  EXPECT_EQ(a.languages().target, b.languages().target);
  for (const auto& line : test::german_lines()) EXPECT_EQ(a.source()->encode(line), b.source()->encode(line));
  for (const auto& line : test::french_lines()) EXPECT_EQ(a.target()->encode(line), b.target()->encode(line));
}

struct Layout {
  const char* name;
  TokenizerOptions options;
};

class EveryLayout : public ::testing::TestWithParam<Layout> {};

TEST_P(EveryLayout, ComesBackFromItsFolder) {
  const test::TempFolder folder, again;
  const auto tokenizers = train(GetParam().options);
  tokenizers->save(folder.path(), 512);
  const auto opened = open_tokenizers(folder.path());
  expect_same(*tokenizers, *opened);
  opened->save(again.path(), 512);
  for (const auto& file : std::filesystem::directory_iterator(folder.path())) {
    EXPECT_EQ(again.read(file.path().filename()), folder.read(file.path().filename())) << file.path();
  }
}

TEST_P(EveryLayout, KeepsTheTextOfBothSides) {
  const auto tokenizers = train(GetParam().options);
  EXPECT_EQ(tokenizers->source()->decode(tokenizers->source()->encode("der kleine l\u00e4uft .")),
            "der kleine l\u00e4uft .");
  EXPECT_EQ(tokenizers->target()->decode(tokenizers->target()->encode("le chien dort .")), "le chien dort .");
}

INSTANTIATE_TEST_SUITE_P(
    Layouts, EveryLayout,
    ::testing::Values(Layout{"joint", subwords(true)}, Layout{"per_side", subwords(false)},
                      Layout{"words", WordOptions{.lowercase = false}},
                      Layout{"joint_words", WordOptions{.min_frequency = 1, .shared = true}}),
    [](const auto& info) { return std::string(info.param.name); });

TEST(TokenizerPair, SharedSubwordsHaveTheModelsIds) {
  const auto tokenizers = train(subwords(true));
  EXPECT_EQ(tokenizers->source()->vocab_size(), 71);
  EXPECT_EQ(tokenizers->source()->encode("le chien"), tokenizers->target()->encode("le chien"));
  EXPECT_EQ(tokenizers->source()->piece(70), "<pad>");
}

TEST(TokenizerPair, SubwordsPerSideShareOneTable) {
  const auto tokenizers = train(subwords(false));
  const Tokenizer& source = *tokenizers->source();
  const Tokenizer& target = *tokenizers->target();
  EXPECT_EQ(source.vocab_size(), target.vocab_size());
  EXPECT_GT(source.vocab_size(), 71);
  EXPECT_LT(source.vocab_size(), 2 * 70);
  EXPECT_EQ(source.piece(0), "</s>");
  EXPECT_EQ(source.piece(1), "<unk>");
  EXPECT_EQ(source.special().pad, source.vocab_size() - 1);
  EXPECT_TRUE(tokenizers->shared_vocabulary());
  EXPECT_NE(source.encode("le chien"), target.encode("le chien"));
  EXPECT_EQ(source.id("\u2581der"), target.id("\u2581der"));
}

TEST(TokenizerPair, WritesTheConfigOfAMarianFolder) {
  const test::TempFolder folder;
  train(subwords(true))->save(folder.path(), 128);
  const Json config = read_json(folder / "tokenizer_config.json");
  EXPECT_EQ(config, Json({{"tokenizer_class", "MarianTokenizer"},
                          {"source_lang", "de"},
                          {"target_lang", "fr"},
                          {"model_max_length", 128},
                          {"unk_token", "<unk>"},
                          {"eos_token", "</s>"},
                          {"pad_token", "<pad>"},
                          {"separate_vocabs", false},
                          {"split_special_tokens", true}}));
}

TEST(TokenizerPair, OpensFoldersThatNameNoClass) {
  const test::TempFolder folder;
  const auto tokenizers = train(subwords(true));
  tokenizers->save(folder.path(), 512);
  folder.write("tokenizer_config.json", R"({"target_lang": "fr", "source_lang": "de"})");
  expect_same(*tokenizers, *open_tokenizers(folder.path()));
}

class BadFolder : public ::testing::Test {
 protected:
  BadFolder() { train(subwords(true))->save(folder_.path(), 512); }

  void expect_error(const std::string& file, const std::string& message) const {
    EXPECT_THAT(error_of([&] { open_tokenizers(folder_.path()); }),
                AllOf(HasSubstr((folder_ / file).string()), HasSubstr(message)));
  }

  test::TempFolder folder_;
};

TEST_F(BadFolder, WithAFileMissing) {
  for (const char* file : {"source.spm", "target.spm", "vocab.json", "tokenizer_config.json"}) {
    const std::string kept = folder_.read(file);
    std::filesystem::remove(folder_ / file);
    expect_error(file, "");
    folder_.write(file, kept);
  }
}

TEST_F(BadFolder, WithAModelThatIsCutOff) {
  folder_.write("target.spm", folder_.read("target.spm").substr(0, 1000));
  expect_error("target.spm", "1000 bytes that are not a model");
}

TEST_F(BadFolder, WithTheVocabularyOfAnotherModel) {
  folder_.write("vocab.json", R"({"</s>": 0, "<unk>": 1, "x": 2, "<pad>": 3})");
  expect_error("vocab.json", "belong to different models");
}

TEST_F(BadFolder, WithAConfigThatIsNoObject) {
  folder_.write("tokenizer_config.json", "[]");
  expect_error("tokenizer_config.json", "an object");
}

TEST_F(BadFolder, WithATokenizerOfAnotherKind) {
  folder_.write("tokenizer_config.json", R"({"tokenizer_class": "T5Tokenizer"})");
  expect_error("tokenizer_config.json", "\"T5Tokenizer\"");
  folder_.write("tokenizer_config.json", R"({"tokenizer_class": 7})");
  expect_error("tokenizer_config.json", "MarianTokenizer");
}

TEST_F(BadFolder, WithSeparateVocabularies) {
  folder_.write("tokenizer_config.json", R"({"separate_vocabs": true})");
  expect_error("tokenizer_config.json", "separate_vocabs");
}

}  // namespace
}  // namespace attend
