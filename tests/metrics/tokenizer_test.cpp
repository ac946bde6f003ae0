#include <gtest/gtest.h>

#include "attend/core/names.h"
#include "attend/metrics/bleu_tokenizer.h"
#include "attend/metrics/ter.h"
#include "attend/metrics/unicode_text.h"

namespace attend {
namespace {

/// The tokens with a bar between them.
std::u32string barred(std::u32string_view text) {
  std::u32string result;
  for (const auto word : split_words(text)) (result += result.empty() ? U"" : U"|") += word;
  return result;
}

std::u32string bleu(BleuTokenizer tokenizer, std::u32string_view text) {
  return barred(tokenize(tokenizer, text));
}
std::u32string tercom(const TerOptions& options, std::u32string_view text) {
  return tokenize_tercom(options, text);
}

TEST(BleuTokenizer, Mteval13aKeepsNumbersAndHyphens) {
  const auto tokens = [](std::u32string_view text) { return bleu(BleuTokenizer::mteval_13a, text); };
  EXPECT_EQ(tokens(U"It's 1,000.5 (or 5.)!"), U"It's|1,000.5|(|or|5|.|)|!");
  EXPECT_EQ(tokens(U"co-op 3-4 .5 a.b"), U"co-op|3|-|4|.|5|a|.|b");
  EXPECT_EQ(tokens(U"a..b a..5"), U"a|.|.|b|a|.|.5") << "matches do not overlap";
  EXPECT_EQ(tokens(U"&quot;&amp;lt;<skipped>x-\ny\nz"), U"\"|<|xy|z");
  EXPECT_EQ(tokens(U"«Où»… 。"), U"«Où»…|。");
}

TEST(BleuTokenizer, InternationalSplitsUnicodePunctuationAndSymbols) {
  const auto tokens = [](std::u32string_view text) { return bleu(BleuTokenizer::international, text); };
  EXPECT_EQ(tokens(U"«Où»… 5€ it's"), U"«|Où|»|…|5|€|it|'|s");
  EXPECT_EQ(tokens(U"1,000.5 ½,½ Ⅷ-Ⅸ 2020."), U"1,000.5|½,½|Ⅷ-Ⅸ|2020.");
  EXPECT_EQ(tokens(U"😀👍 &amp;"), U"😀|👍|&|amp|;");
}

TEST(BleuTokenizer, CharactersAndNone) {
  EXPECT_EQ(bleu(BleuTokenizer::characters, U"ab 日e\u0301"), U"a|b|日|e|\u0301");
  EXPECT_EQ(bleu(BleuTokenizer::none, U"a.b  (c)"), U"a.b|(c)");
}

TEST(BleuTokenizer, NamesAreThoseOfSacreBleu) {
  for (const char* name : {"13a", "intl", "char", "none"})
    EXPECT_EQ(name_of(value_named<BleuTokenizer>(name, "choosing")), name);
}

TEST(TercomTokenizer, LowersAndSplitsByDefault) {
  EXPECT_EQ(tercom({}, U"It's  The END. "), U"it's the end.");
  EXPECT_EQ(tercom({.case_sensitive = true}, U"The END."), U"The END.");
}

TEST(TercomTokenizer, NormalizesAndRemovesPunctuation) {
  EXPECT_EQ(tercom({.normalized = true}, U"John's dog; it's 1,000.5!\n-x &lt;"),
            U"john 's dog ; it 's 1,000.5 ! x <");
  EXPECT_EQ(tercom({.no_punctuation = true}, U"a.b, (c)? [d]"), U"ab c [d]");
}

TEST(TercomTokenizer, AsianSupportSplitsIdeographsButNotKana) {
  EXPECT_EQ(tercom({.normalized = true, .asian_support = true}, U"日本のカナ。（x）"),
            U"日 本 のカナ 。 （ x ）");
  EXPECT_EQ(tercom({.no_punctuation = true, .asian_support = true}, U"日本。（x）"), U"日本x");
  EXPECT_EQ(tercom({.asian_support = true}, U"日本。"), U"日本。") << "it only extends the other two";
}

}  // namespace
}  // namespace attend
