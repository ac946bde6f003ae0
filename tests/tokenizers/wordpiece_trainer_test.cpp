#include "attend/tokenizers/wordpiece_trainer.h"

#include <algorithm>

#include "support/expect_error.h"
#include "tokenizers/small_corpus.h"
#include <gmock/gmock.h>

#include "attend/tokenizers/train_tokenizers.h"

namespace attend {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;

std::vector<std::string> learn(const WordPieceOptions& options, const std::vector<std::string>& lines) {
  return train_wordpiece(options, lines_of(lines))->vocabulary().pieces();
}

std::vector<std::string> after_symbols(std::vector<std::string> pieces) {
  EXPECT_THAT(std::vector(pieces.begin(), pieces.begin() + 5),
              ElementsAre("[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]"));
  pieces.erase(pieces.begin(), pieces.begin() + 5);
  return pieces;
}

// The `tokenizers` package gives the same pieces here, for their order does not hang on its numbers.
TEST(WordPieceTrainer, MergesTheMostFrequentPairFirst) {
  const std::vector<std::string> lines = {"abc abc abc abc", "abd abd ab", "xbc xbc"};
  EXPECT_THAT(after_symbols(learn({.vocab_size = 100}, lines)),
              ElementsAre("a", "b", "c", "d", "x", "##b", "##c", "##d", "ab", "abc", "xb", "abd", "xbc"));
}

TEST(WordPieceTrainer, CountsPairsThatOverlap) {
  EXPECT_THAT(after_symbols(learn({.vocab_size = 100}, {"aaaaa aaaaa aaaaa"})),
              ElementsAre("a", "##a", "##aa", "aaa", "aaaaa"));
}

TEST(WordPieceTrainer, StopsAtTheSizeOrWhereNothingIsFrequent) {
  const std::vector<std::string> lines = {"abc abc abc abc", "abd abd ab", "xbc xbc"};
  EXPECT_EQ(learn({.vocab_size = 14}, lines).back(), "ab");
  EXPECT_EQ(learn({.vocab_size = 100, .min_frequency = 4}, lines).back(), "abc");
  EXPECT_EQ(learn({.vocab_size = 100, .min_frequency = 100}, lines).back(), "##d");
}

TEST(WordPieceTrainer, GivesTheRarestCharactersNoPiece) {
  const std::vector<std::string> lines = {"aab aab", "z"};
  EXPECT_THAT(after_symbols(learn({.vocab_size = 9, .alphabet_size = 2}, lines)),
              ElementsAre("a", "b", "##a", "##b"));
}

TEST(WordPieceTrainer, NormalisesTheText) {
  EXPECT_THAT(after_symbols(learn({.vocab_size = 8}, {"\u00c9e \u00e9E"})), ElementsAre("e", "##e", "ee"));
  EXPECT_THAT(after_symbols(learn({.vocab_size = 9, .lowercase = false}, {"\u00c9e"})),
              ElementsAre("e", "\u00c9", "##e"));
}

TEST(WordPieceTrainer, LearnsTheSameFromLinesInAnyOrder) {
  auto lines = test::german_lines();
  const auto pieces = learn({.vocab_size = 90}, lines);
  EXPECT_EQ(pieces.size(), 90u);
  std::reverse(lines.begin(), lines.end());
  EXPECT_EQ(learn({.vocab_size = 90}, lines), pieces);
}

TEST(WordPieceTrainer, KnowsEveryWordOfItsText) {
  const auto lines = test::german_lines();
  const auto tokenizer = train_wordpiece({.vocab_size = 90}, lines_of(lines));
  EXPECT_EQ(tokenizer->decode(tokenizer->encode("der kleine Hund l\u00e4uft im Garten .")),
            "der kleine hund lauft im garten.");
}

TEST(WordPieceTrainer, RefusesASizeBelowTheAlphabet) {
  EXPECT_THAT(test::error_of([] { learn({.vocab_size = 8}, {"abc abc"}); }), HasSubstr("at least 10"));
}

TEST(WordPieceTrainer, MakesOneTokenizerForBothSides) {
  const auto source = test::german_lines(), target = test::french_lines();
  const auto pair = train_tokenizers(WordPieceOptions{.vocab_size = 250}, lines_of(source), lines_of(target));
  EXPECT_EQ(pair->source(), pair->target());
  EXPECT_TRUE(pair->source()->id("chien") && pair->source()->id("hund"));
}

}  // namespace
}  // namespace attend
