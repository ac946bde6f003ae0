#include "attend/tokenizers/word_tokenizer.h"

#include "support/expect_error.h"
#include <gmock/gmock.h>

namespace attend {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

Vocabulary small_vocabulary() { return Vocabulary({"<unk>", "<pad>", "<bos>", "<eos>", ".", "go", "va"}); }

TEST(SplitWords, SeparatesPunctuationThatHasNoSpaceBeforeIt) {
  EXPECT_THAT(split_words("Go, now !Hi.", LetterCase::keep), ElementsAre("Go", ",", "now", "!Hi", "."));
}

TEST(SplitWords, SeparatesRepeatedMarks) {
  EXPECT_THAT(split_words("what?!..", LetterCase::keep), ElementsAre("what", "?", "!", ".", "."));
}

TEST(SplitWords, TakesNoBreakSpacesForSpaces) {
  EXPECT_THAT(split_words("Va\u202f! Oui\u00a0?", LetterCase::keep), ElementsAre("Va", "!", "Oui", "?"));
}

TEST(SplitWords, MakesLettersSmallCodePointByCodePoint) {
  EXPECT_THAT(split_words("\u00c9T\u00c9 \u0395\u039b\u039b\u0391\u03a3 J'AI", LetterCase::lower),
              ElementsAre("\u00e9t\u00e9", "\u03b5\u03bb\u03bb\u03b1\u03c3", "j'ai"));
}

TEST(SplitWords, MakesNoEmptyWords) {
  EXPECT_THAT(split_words("  a   b ", LetterCase::keep), ElementsAre("a", "b"));
  EXPECT_THAT(split_words("", LetterCase::keep), IsEmpty());
}

TEST(WordTokenizer, EncodesWordsAndUnknowns) {
  const WordTokenizer tokenizer(small_vocabulary(), LetterCase::lower);
  EXPECT_THAT(tokenizer.encode("Go home."), ElementsAre(5, 0, 4));
  EXPECT_THAT(tokenizer.pieces("Go home."), ElementsAre("go", "home", "."));
}

TEST(WordTokenizer, TakesReservedPiecesInTheTextForUnknownWords) {
  const WordTokenizer tokenizer(small_vocabulary(), LetterCase::lower);
  EXPECT_THAT(tokenizer.encode("go <eos> <pad> <BOS> <unk>"), ElementsAre(5, 0, 0, 0, 0));
}

TEST(WordTokenizer, DecodesWithoutPaddingAndEnds) {
  const WordTokenizer tokenizer(small_vocabulary(), LetterCase::lower);
  EXPECT_EQ(tokenizer.decode({2, 6, 0, 4, 3, 1, 1}), "va <unk> .");
  EXPECT_EQ(tokenizer.decode({}), "");
  EXPECT_THROW(tokenizer.decode({7}), Error);
}

TEST(WordTokenizer, KnowsItsSpecialIds) {
  const SpecialIds special = WordTokenizer(small_vocabulary(), LetterCase::lower).special();
  EXPECT_EQ(special.unk, 0);
  EXPECT_EQ(special.pad, 1);
  EXPECT_EQ(special.bos, 2);
  EXPECT_EQ(special.eos, 3);
}

TEST(WordTokenizer, HasAFingerprintOfLetterCaseAndWords) {
  const auto fingerprint = [](Vocabulary vocabulary, LetterCase letters) {
    return WordTokenizer(std::move(vocabulary), letters).fingerprint();
  };
  const uint64_t first = fingerprint(small_vocabulary(), LetterCase::lower);
  EXPECT_EQ(first, fingerprint(small_vocabulary(), LetterCase::lower));
  EXPECT_NE(first, fingerprint(small_vocabulary(), LetterCase::keep));
  EXPECT_NE(first, fingerprint(Vocabulary({"<unk>", "<pad>", "<bos>", "<eos>", ".", "va", "go"}),
                               LetterCase::lower));
}

TEST(WordTokenizer, RefusesAVocabularyWithoutReservedPieces) {
  EXPECT_THAT(test::error_of([] {
                WordTokenizer(Vocabulary({"<unk>", "a"}), LetterCase::keep, "words.json");
              }),
              ::testing::AllOf(HasSubstr("words.json"), HasSubstr("<pad>")));
}

}  // namespace
}  // namespace attend
