#include "attend/tokenizers/wordpiece_files.h"

#include "support/expect_error.h"
#include "support/temp_folder.h"
#include "tokenizers/small_wordpiece.h"
#include <gmock/gmock.h>

#include "attend/core/json.h"
#include "attend/tokenizers/tokenizer_pair.h"

namespace attend {
namespace {

using test::error_of;
using test::small_wordpiece;
using ::testing::AllOf;
using ::testing::ElementsAre;
using ::testing::HasSubstr;

class WordPieceFolder : public ::testing::Test {
 protected:
  WordPieceFolder() { save_wordpiece(small_wordpiece(), folder_.path(), 128); }

  void change_json(const std::function<void(Json&)>& change) const {
    Json json = read_json(folder_ / "tokenizer.json");
    change(json);
    folder_.write("tokenizer.json", json.dump());
  }
  void remove(const char* name) const { std::filesystem::remove(folder_ / name); }
  void expect_error(const std::string& file, const std::string& message) const {
    EXPECT_THAT(error_of([&] { open_wordpiece(folder_.path()); }),
                AllOf(HasSubstr((folder_ / file).string()), HasSubstr(message)));
  }

  test::TempFolder folder_;
};

TEST_F(WordPieceFolder, ComesBackFromEitherFile) {
  const uint64_t fingerprint = small_wordpiece().fingerprint();
  EXPECT_EQ(open_wordpiece(folder_.path())->fingerprint(), fingerprint);
  remove("tokenizer.json");
  EXPECT_EQ(open_wordpiece(folder_.path())->fingerprint(), fingerprint);
  remove("tokenizer_config.json");
  EXPECT_EQ(open_wordpiece(folder_.path())->fingerprint(), fingerprint);
}

TEST_F(WordPieceFolder, KeepsEverySetting) {
  WordPieceSettings settings;
  settings.text = {.lowercase = false, .strip_accents = true, .separate_ideographs = false};
  settings.symbols.mask = "the";
  settings.max_word_characters = 7;
  settings.added = {{"run", 9, true, false}};
  const auto tokenizer = small_wordpiece(settings);
  save_wordpiece(tokenizer, folder_.path(), 128);
  EXPECT_EQ(open_wordpiece(folder_.path())->fingerprint(), tokenizer.fingerprint());
  EXPECT_EQ(open_wordpiece(folder_.path())->mask_id(), 10);
}

TEST_F(WordPieceFolder, IsTheTokenizerOfBothSidesOfAPair) {
  const auto pair = open_tokenizers(folder_.path());
  EXPECT_EQ(pair->source(), pair->target());
  EXPECT_TRUE(pair->shared_vocabulary());
  const test::TempFolder again;
  pair->save(again.path(), 128);
  for (const char* file : {"vocab.txt", "tokenizer.json", "tokenizer_config.json"}) {
    EXPECT_EQ(again.read(file), folder_.read(file)) << file;
  }
}

TEST_F(WordPieceFolder, NeedsNoTokenizerConfig) {
  remove("tokenizer_config.json");
  EXPECT_EQ(open_tokenizers(folder_.path())->source()->fingerprint(), small_wordpiece().fingerprint());
  folder_.write("tokenizer_config.json", "{}");
  EXPECT_EQ(open_tokenizers(folder_.path())->source()->fingerprint(), small_wordpiece().fingerprint());
}

TEST_F(WordPieceFolder, WritesTheLengthAndTheClass) {
  const Json config = read_json(folder_ / "tokenizer_config.json");
  EXPECT_EQ(config["tokenizer_class"], "BertTokenizer");
  EXPECT_EQ(config["model_max_length"], 128);
  EXPECT_EQ(config["do_lower_case"], true);
}

TEST_F(WordPieceFolder, TakesTheConfigsWordOnCase) {
  folder_.write("tokenizer_config.json", R"({"do_lower_case": false})");
  EXPECT_THAT(open_wordpiece(folder_.path())->pieces("Run"), ElementsAre("Run"));
}

TEST_F(WordPieceFolder, TakesTheJsonsWordOnCaseWhereTheConfigHasNone) {
  change_json([](Json& json) { json["normalizer"]["lowercase"] = false; });
  folder_.write("tokenizer_config.json", R"({"do_lower_case": null})");
  EXPECT_THAT(open_wordpiece(folder_.path())->pieces("Run"), ElementsAre("Run"));
}

TEST_F(WordPieceFolder, PassesOverPaddingAndTruncation) {
  change_json([](Json& json) {
    json["truncation"] = {{"max_length", 2}, {"strategy", "LongestFirst"}, {"stride", 0}};
    json["padding"] = {{"strategy", {{"Fixed", 8}}}};
  });
  EXPECT_THAT(open_wordpiece(folder_.path())->encode("run run run"), ElementsAre(9, 9, 9));
}

TEST_F(WordPieceFolder, ReadsAddedTokensBeyondTheVocabulary) {
  change_json([](Json& json) {
    json["added_tokens"].push_back({{"id", 18}, {"content", "<user>"}, {"lstrip", false}, {"rstrip", true}});
  });
  const auto tokenizer = open_wordpiece(folder_.path());
  EXPECT_EQ(tokenizer->vocab_size(), 19);
  EXPECT_THAT(tokenizer->encode("run<user>  run"), ElementsAre(9, 18, 9));
}

TEST_F(WordPieceFolder, ReadsAddedTokensBesideTheVocabulary) {
  remove("tokenizer.json");
  folder_.write("added_tokens.json", R"({"<user>": 18, "run": 9})");
  expect_error("added_tokens.json", "lower-cased");
  folder_.write("tokenizer_config.json", R"({"do_lower_case": false})");
  const auto tokenizer = open_wordpiece(folder_.path());
  EXPECT_EQ(tokenizer->vocab_size(), 19);
  EXPECT_THAT(tokenizer->encode("run<user>  run"), ElementsAre(9, 18, 9));
  for (const auto* wrong :
       {R"({"<user>": 20})", R"({"run": 8})", R"({"<user>": "18"})", R"(["<user>"])", R"({"": 18})"}) {
    folder_.write("added_tokens.json", wrong);
    expect_error("added_tokens.json", "");
  }
}

TEST_F(WordPieceFolder, ReadsSymbolsThatAreObjects) {
  folder_.write("tokenizer_config.json", R"({"mask_token": {"content": "the", "lstrip": false}})");
  EXPECT_EQ(open_wordpiece(folder_.path())->mask_id(), 10);
}

TEST_F(WordPieceFolder, ReadsVocabulariesWithWindowsLineEnds) {
  remove("tokenizer.json");
  folder_.write("vocab.txt", "[PAD]\r\n[UNK]\r\n[CLS]\r\n[SEP]\r\nrun");
  EXPECT_THAT(open_wordpiece(folder_.path())->encode("run"), ElementsAre(4));
  EXPECT_EQ(open_wordpiece(folder_.path())->mask_id(), -1);
}

TEST_F(WordPieceFolder, RefusesVocabulariesThatAreNone) {
  remove("tokenizer.json");
  folder_.write("vocab.txt", "[PAD]\n[UNK]\n[CLS]\n[SEP]\nrun\nrun\n");
  expect_error("vocab.txt", "\"run\" twice");
  folder_.write("vocab.txt", "[PAD]\n[UNK]\n[CLS]\n[SEP]\n\xff\n");
  expect_error("vocab.txt", "not UTF-8 in piece 4");
  folder_.write("vocab.txt", std::string("[PAD]\n[UNK]\n[CLS]\n[SEP]\nr\0n\n", 28));
  expect_error("vocab.txt, line 5", "a zero byte");
  folder_.write("vocab.txt", "[PAD]\n[UNK]\n[CLS]\n[SE");
  expect_error("vocab.txt", "no \"[SEP]\"");
  folder_.write("vocab.txt", "");
  expect_error("vocab.txt", "[PAD]");
  remove("vocab.txt");
  EXPECT_THAT(error_of([&] { open_wordpiece(folder_.path()); }),
              HasSubstr("neither vocab.txt nor tokenizer.json"));
}

TEST_F(WordPieceFolder, RefusesAJsonThatIsCutOffOrNoObject) {
  folder_.write("tokenizer.json", folder_.read("tokenizer.json").substr(0, 900));
  expect_error("tokenizer.json", "line");
  folder_.write("tokenizer.json", "[]");
  expect_error("tokenizer.json", "an object");
  folder_.write("tokenizer.json", std::string(100'000, '['));
  expect_error("tokenizer.json", "levels of nesting");
}

TEST_F(WordPieceFolder, RefusesAKeyThatStandsTwice) {
  const std::string whole = folder_.read("tokenizer.json");
  folder_.write("tokenizer.json", R"({"model": {"type": "BPE"},)" + whole.substr(1));
  expect_error("tokenizer.json", "the key \"model\" a second time");
  const size_t first = whole.find("\"[PAD]\": 0");
  ASSERT_NE(first, whole.npos);
  folder_.write("tokenizer.json", whole.substr(0, first) + "\"[PAD]\": 3," + whole.substr(first));
  expect_error("tokenizer.json", "the key \"[PAD]\" a second time");
}

TEST_F(WordPieceFolder, RefusesAVocabularyWithoutProperIds) {
  const std::string whole = folder_.read("tokenizer.json");
  const auto with = [&](const std::string& ids) {
    return whole.substr(0, whole.find("\"vocab\"")) + "\"vocab\": " + ids + "}}";
  };
  folder_.write("tokenizer.json", with(R"({"a": {"b": 1}})"));
  expect_error("tokenizer.json", "ids in \"vocab\"");
  folder_.write("tokenizer.json", with(R"({"a": -1})"));
  expect_error("tokenizer.json", "ids in \"vocab\"");
  folder_.write("tokenizer.json", with(R"([["a", 0]])"));
  expect_error("tokenizer.json", "ids in \"vocab\"");
  for (const char* none : {"{}", "\"x\"", "[]", "-1", "true", "null"}) {
    folder_.write("tokenizer.json", with(none));
    expect_error("tokenizer.json", "ids in \"vocab\"");
  }
  change_json([](Json& json) { json["model"].erase("vocab"); });
  expect_error("tokenizer.json", "ids in \"vocab\"");
  folder_.write("tokenizer.json", with(R"({"a": 7})"));
  expect_error("tokenizer.json", "\"a\": 7");
}

TEST_F(WordPieceFolder, RefusesTokenizersOfOtherKinds) {
  const std::string whole = folder_.read("tokenizer.json");
  const auto refuse = [&](const std::function<void(Json&)>& change, const std::string& message) {
    folder_.write("tokenizer.json", whole);
    change_json(change);
    expect_error("tokenizer.json", message);
  };
  refuse([](Json& json) { json["model"]["type"] = "BPE"; }, "\"BPE\"");
  refuse([](Json& json) { json["normalizer"]["type"] = "NFC"; }, "\"NFC\"");
  refuse([](Json& json) { json["normalizer"] = nullptr; }, "normalizer");
  refuse([](Json& json) { json["normalizer"]["clean_text"] = false; }, "clean_text");
  refuse([](Json& json) { json["normalizer"]["lowercase"] = "yes"; }, "lowercase");
  refuse([](Json& json) { json["pre_tokenizer"]["type"] = "Whitespace"; }, "\"Whitespace\"");
  refuse([](Json& json) { json["added_tokens"][0]["normalized"] = true; }, "normalized");
  refuse([](Json& json) { json["added_tokens"] = 7; }, "a list");
  refuse([](Json& json) { json["added_tokens"][0]["id"] = 999; }, "with id 999 in \"added_tokens\"");
  refuse([](Json& json) { json["model"]["continuing_subword_prefix"] = ""; }, "continuing_subword_prefix");
}

TEST_F(WordPieceFolder, RefusesAConfigWithWrongTypes) {
  folder_.write("tokenizer_config.json", R"({"do_lower_case": "yes"})");
  expect_error("tokenizer_config.json", "do_lower_case");
  folder_.write("tokenizer_config.json", R"({"sep_token": 3})");
  expect_error("tokenizer_config.json", "sep_token");
}

}  // namespace
}  // namespace attend
