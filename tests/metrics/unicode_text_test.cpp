#include "attend/metrics/unicode_text.h"

#include <gtest/gtest.h>

#include "attend/core/error.h"

namespace attend {
namespace {

TEST(UnicodeText, DecodesUtf8) {
  EXPECT_EQ(decode_utf8("a\u00e9\u65e5\U0001F600", ""), U"a\u00e9\u65e5\U0001F600");
  EXPECT_THROW(decode_utf8("\xed\xa0\x80", "a surrogate"), Error);
}

TEST(UnicodeText, LowersAsPythonDoes) {
  EXPECT_EQ(lower(U"ÀÉ ЖЯ ẞ Ǆ ᾼ Ⅷ Ⓐ"), U"àé жя ß ǆ ᾳ ⅷ ⓐ");
  EXPECT_EQ(lower(U"\u0130I"), U"i\u0307i");
}

TEST(UnicodeText, SigmaIsFinalAfterALetterAndBeforeNone) {
  EXPECT_EQ(lower(U"ΣΑΣ ΣΑΣΑ Σ"), U"σας σασα σ");
  EXPECT_EQ(lower(U"ΑΣ. ΑΣ.Β 1Σ"), U"ας. ασ.β 1σ") << "a full stop is passed over, a digit is no letter";
  EXPECT_EQ(lower(U"Α\u0301Σ\u0301 ΑΣ\u0301Α"), U"α\u0301ς\u0301 ασ\u0301α") << "so are marks";
  EXPECT_EQ(lower(U"ªΣ ⅧΣ ⒶΣ 日Σ"), U"ªς ⅷς ⓐς 日σ") << "cased characters that are not letters by category";
}

TEST(UnicodeText, SplitsAtUnicodeWhiteSpace) {
  const std::u32string text = U" a\u00a0b\u2028c\u3000\u001cd\u0085\te\u200bf\ufeff\u180e ";
  EXPECT_EQ(split_words(text),
            (std::vector<std::u32string_view>{U"a", U"b", U"c", U"d", U"e\u200bf\ufeff\u180e"}));
  EXPECT_TRUE(split_words(U" \u2009").empty());
  EXPECT_EQ(strip_end(U" a \n\u2029"), U" a");
  EXPECT_EQ(strip_end(U" "), U"");
}

TEST(UnicodeText, ReplacesFromLeftToRight) {
  EXPECT_EQ(replace_all(U"aaa", U"aa", U"b"), U"ba");
  EXPECT_EQ(replace_all(U"a-b-", U"-", U""), U"ab");
  EXPECT_EQ(replace_all(U"", U"x", U"y"), U"");
}

}  // namespace
}  // namespace attend
