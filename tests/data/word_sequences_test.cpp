#include "attend/data/word_sequences.h"

#include "example_wordpiece.h"
#include <gmock/gmock.h>

namespace attend {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

const std::vector<std::string> cats = {"The", "cats", "sleep", "in", "Paris", "."};

TEST(WordSequences, AWordKeepsItsPlaceInTheSentence) {
  const auto words = encode_words(test::example_wordpiece(), cats);
  ASSERT_EQ(words.size(), 6u);
  EXPECT_THAT(words[1].ids, ElementsAre(6, 7));
  EXPECT_EQ(words[1].begin, 4);
  EXPECT_EQ(words[1].end, 8);
}

TEST(WordSequences, AWordOfNothingIsUnknown) {
  const std::vector<std::string> words = {"é", "\xE2\x80\x8D", "cat"};  // the second one is a joiner
  const auto encoded = encode_words(test::example_wordpiece(), words);
  EXPECT_THAT(encoded[1].ids, ElementsAre(1));
  EXPECT_EQ(encoded[1].begin, 2);
  EXPECT_EQ(encoded[2].begin, 4);
}

TEST(WordSequences, WordsOfATextAreFoundWithTheirPlaces) {
  const auto words = find_words(test::example_wordpiece(), "é unable cats.");
  ASSERT_EQ(words.size(), 4u);
  EXPECT_THAT(words[1].ids, ElementsAre(14, 15));
  EXPECT_EQ(words[1].begin, 2);
  EXPECT_EQ(words[1].end, 8);
  EXPECT_EQ(words[3].begin, 13);
}

TEST(WordSequences, ALongSentenceIsCutBetweenWords) {
  const auto tokenizer = test::example_wordpiece();
  const auto words = encode_words(tokenizer, cats);
  const auto whole = cut_words(words, tokenizer.special(), 9);
  ASSERT_EQ(whole.size(), 1u);
  EXPECT_THAT(whole[0].ids, ElementsAre(2, 5, 6, 7, 8, 10, 11, 9, 3));
  EXPECT_THAT(whole[0].places, ElementsAre(1, 2, 4, 5, 6, 7));
  const auto parts = cut_words(words, tokenizer.special(), 4);
  ASSERT_EQ(parts.size(), 4u);
  EXPECT_THAT(parts[0].ids, ElementsAre(2, 5, 3));  // "cats" does not fit behind "The"
  EXPECT_THAT(parts[1].ids, ElementsAre(2, 6, 7, 3));
  EXPECT_THAT(parts[3].places, ElementsAre(1, 2));
  EXPECT_THAT(cut_words({}, tokenizer.special(), 4), IsEmpty());
}

TEST(WordSequences, AWordLongerThanASequenceLosesItsEnd) {
  const auto tokenizer = test::example_wordpiece();
  const std::vector<WordPieces> words = {{{5, 6, 7, 8, 9}, 0, 5}};
  EXPECT_THAT(cut_words(words, tokenizer.special(), 5)[0].ids, ElementsAre(2, 5, 6, 7, 3));
}

}  // namespace
}  // namespace attend
