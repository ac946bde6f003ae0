#include "attend/tokenizers/wordpiece_tokenizer.h"

#include "support/expect_error.h"
#include "tokenizers/small_wordpiece.h"
#include <gmock/gmock.h>

#include "attend/core/json.h"
#include "attend/core/strings.h"
#include "attend/tokenizers/encode_lines.h"

namespace attend {
namespace {

using test::error_of;
using test::small_wordpiece;
using ::testing::AllOf;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

// What the `tokenizers` package says: scripts/parity/wordpiece.py fixtures.
const Json& tokenizer_fixtures() {
  static const Json document = read_json(ATTEND_SOURCE_DIR "/tests/tokenizers/fixtures/wordpiece.json");
  return document;
}

WordPieceTokenizer tokenizer_of(const Json& set) {
  WordPieceSettings settings;
  const Json& given = set["settings"];
  settings.text.lowercase = given["do_lower_case"].get<bool>();
  settings.text.separate_ideographs = given.value("tokenize_chinese_chars", true);
  if (given.contains("strip_accents")) settings.text.strip_accents = given["strip_accents"].get<bool>();
  return WordPieceTokenizer(Vocabulary(tokenizer_fixtures()["vocabulary"].get<std::vector<std::string>>()),
                            settings);
}

TEST(WordPieceTokenizer, GivesTheIdsAndOffsetsOfThePackage) {
  for (const Json& set : tokenizer_fixtures()["sets"]) {
    const auto tokenizer = tokenizer_of(set);
    for (size_t i = 0; i < tokenizer_fixtures()["lines"].size(); ++i) {
      const auto line = tokenizer_fixtures()["lines"][i].get<std::string>();
      Json spans = Json::array();
      for (const auto& [id, begin, end] : tokenizer.encode_spans(line)) spans.push_back({id, begin, end});
      EXPECT_EQ(spans.dump(), set["pieces"][i].dump()) << set["settings"] << ": " << line;
    }
  }
}

TEST(WordPieceTokenizer, GivesTheSameIdsWithAndWithoutOffsets) {
  const auto tokenizer = tokenizer_of(tokenizer_fixtures()["sets"][0]);
  const auto lines = tokenizer_fixtures()["lines"].get<std::vector<std::string>>();
  const auto together = encode_lines(tokenizer, lines, 2);
  for (size_t i = 0; i < lines.size(); ++i) {
    std::vector<int64_t> ids;
    for (const auto& span : tokenizer.encode_spans(lines[i])) ids.push_back(span.id);
    EXPECT_EQ(tokenizer.encode(lines[i]), ids);
    EXPECT_EQ(together[i], ids);
    EXPECT_EQ(tokenizer.pieces(lines[i]).size(), ids.size());
  }
}

TEST(WordPieceTokenizer, TakesTheLongestPieceFirst) {
  const auto tokenizer = small_wordpiece();
  EXPECT_THAT(tokenizer.pieces("unaffable runs"), ElementsAre("un", "##aff", "##able", "run", "##s"));
  EXPECT_THAT(tokenizer.pieces("unable"), ElementsAre("un", "##able"));
}

TEST(WordPieceTokenizer, MakesAWordThatCannotBeCutUnknown) {
  const auto tokenizer = small_wordpiece();
  EXPECT_THAT(tokenizer.pieces("the unaffect, run"), ElementsAre("the", "[UNK]", ",", "run"));
  EXPECT_THAT(tokenizer.encode_spans("un\u00fcx!"), ElementsAre(PieceSpan{1, 0, 4}, PieceSpan{14, 4, 5}));
}

TEST(WordPieceTokenizer, MakesAWordThatIsTooLongUnknown) {
  WordPieceSettings settings;
  settings.max_word_characters = 4;
  EXPECT_THAT(small_wordpiece(settings).pieces("runs unable"), ElementsAre("run", "##s", "[UNK]"));
}

TEST(WordPieceTokenizer, CountsOffsetsInCodePointsOfTheOriginal) {
  EXPECT_THAT(small_wordpiece().encode_spans("\u200b The  cafe\u0301."),
              ElementsAre(PieceSpan{10, 2, 5}, PieceSpan{17, 7, 11}, PieceSpan{13, 12, 13}));
}

TEST(WordPieceTokenizer, KeepsCaseAndAccentsWhereAsked) {
  WordPieceSettings settings;
  settings.text.lowercase = false;
  EXPECT_THAT(small_wordpiece(settings).pieces("Run caf\u00e9 The"),
              ElementsAre("Run", "caf\u00e9", "[UNK]"));
}

TEST(WordPieceTokenizer, DropsWhatALineCannotHold) {
  EXPECT_THAT(small_wordpiece().encode_spans(std::string_view("r\0u\nn run", 9)),
              ElementsAre(PieceSpan{1, 0, 3}, PieceSpan{1, 4, 5}, PieceSpan{9, 6, 9}));
}

TEST(WordPieceTokenizer, FindsSymbolsInTheText) {
  const auto tokenizer = small_wordpiece();
  EXPECT_THAT(tokenizer.encode_spans("the[MASK] [SEP]\u00e9[mask"),
              ElementsAre(PieceSpan{10, 0, 3}, PieceSpan{4, 3, 9}, PieceSpan{3, 10, 15}, PieceSpan{1, 15, 16},
                          PieceSpan{1, 16, 17}, PieceSpan{1, 17, 21}));
}

TEST(WordPieceTokenizer, GivesSpaceToAddedTokensThatTakeIt) {
  WordPieceSettings settings;
  settings.added = {{"run", 9, true, false}, {"run,", 5, false, true}};
  EXPECT_THAT(
      small_wordpiece(settings).encode_spans("the \u00a0run run,  the"),
      ElementsAre(PieceSpan{10, 0, 3}, PieceSpan{9, 3, 8}, PieceSpan{5, 9, 15}, PieceSpan{10, 15, 18}));
}

TEST(WordPieceTokenizer, HasNothingForNothing) {
  EXPECT_THAT(small_wordpiece().encode(""), IsEmpty());
  EXPECT_THAT(small_wordpiece().encode(" \u200b\u0301 "), IsEmpty());
}

TEST(WordPieceTokenizer, TakesWordsOfAMegabyte) {
  const auto tokenizer = small_wordpiece();
  EXPECT_THAT(tokenizer.encode(std::string(1'000'000, 'a')), ElementsAre(1));
  EXPECT_EQ(tokenizer.encode(std::string(1'000'000, ',')).size(), 1'000'000u);
}

TEST(WordPieceTokenizer, DecodesWithSpacesBetweenWordsOnly) {
  const auto tokenizer = small_wordpiece();
  EXPECT_EQ(tokenizer.decode({2, 10, 5, 6, 7, 12, 1, 9, 11, 14, 3, 0}), "the unaffable, [UNK] runs!");
  EXPECT_EQ(tokenizer.decode({11, 4}), "##s [MASK]");
}

TEST(WordPieceTokenizer, NamesItsSymbols) {
  const auto tokenizer = small_wordpiece();
  const SpecialIds special = tokenizer.special();
  EXPECT_THAT((std::vector{special.pad, special.unk, special.bos, special.eos, tokenizer.mask_id()}),
              ElementsAre(0, 1, 2, 3, 4));
}

TEST(WordPieceTokenizer, RefusesAVocabularyWithoutItsSymbols) {
  EXPECT_THAT(error_of([] {
                WordPieceTokenizer(Vocabulary({"[PAD]", "[UNK]", "[CLS]", "a"}), {}, "here.txt");
              }),
              AllOf(HasSubstr("here.txt"), HasSubstr("no \"[SEP]\" among 4 pieces")));
}

TEST(WordPieceTokenizer, HasAFingerprintOfAllThatIdsDependOn) {
  WordPieceSettings cased, longer, added;
  cased.text.lowercase = false;
  longer.max_word_characters = 200;
  added.added = {{"run", 9, false, false}};
  const uint64_t plain = small_wordpiece().fingerprint();
  EXPECT_EQ(small_wordpiece().fingerprint(), plain);
  for (const auto& settings : {cased, longer, added}) {
    EXPECT_NE(small_wordpiece(settings).fingerprint(), plain);
  }
}

}  // namespace
}  // namespace attend
