#include "attend/core/strings.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

namespace attend {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

TEST(Strings, SplitKeepsEmptyParts) {
  EXPECT_THAT(split("a\t\tb\t", '\t'), ElementsAre("a", "", "b", ""));
  EXPECT_THAT(split("", '\t'), ElementsAre(""));
}

TEST(Strings, SplitWhitespaceDropsEmptyParts) {
  EXPECT_THAT(split_whitespace("  a \t b\r\n"), ElementsAre("a", "b"));
  EXPECT_THAT(split_whitespace(" \n "), IsEmpty());
  EXPECT_THAT(split_whitespace("a"), ElementsAre("a"));
  // A no-break space is not ASCII white space: its bytes stay together.
  EXPECT_THAT(split_whitespace("a\u00A0b"), ElementsAre("a\u00A0b"));
}

TEST(Strings, TrimCutsBothEnds) {
  EXPECT_EQ(trim(" \t a b \r\n"), "a b");
  EXPECT_EQ(trim(" \n"), "");
  EXPECT_EQ(trim(""), "");
}

TEST(Strings, JoinPutsSeparatorsBetween) {
  EXPECT_EQ(join({"a", "", "b"}, ", "), "a, , b");
  EXPECT_EQ(join({}, ", "), "");
}

RC_GTEST_PROP(Strings, JoinUndoesSplit, (const std::string& text)) {
  std::vector<std::string> parts;
  for (const auto part : split(text, 'a')) parts.emplace_back(part);
  RC_ASSERT(join(parts, "a") == text);
}

TEST(Strings, NearestFindsTypingMistakes) {
  const std::vector<std::string> keys = {"optimizer", "schedule", "lr", "seed"};
  EXPECT_EQ(nearest("optimiser", keys), "optimizer");
  EXPECT_EQ(nearest("sede", keys), "seed");  // a swap is one mistake
  EXPECT_EQ(nearest("rl", keys), "lr");
  EXPECT_EQ(nearest("dropout", keys), std::nullopt);
  EXPECT_EQ(nearest("", keys), std::nullopt);
  EXPECT_EQ(nearest("x", {"y"}), std::nullopt);  // one letter is another word, not a slip
  EXPECT_EQ(nearest("abc", {}), std::nullopt);
  EXPECT_EQ(nearest("betas", {"beta_s", "betas"}), "betas");  // the nearest, not the first
}

TEST(Strings, InvalidUtf8IsFoundAtItsFirstByte) {
  EXPECT_EQ(find_invalid_utf8("plain, \u00E9\u4E2D\U0001F600"), std::nullopt);
  EXPECT_EQ(find_invalid_utf8(""), std::nullopt);
  EXPECT_EQ(find_invalid_utf8("ab\xFF"), 2u);
  EXPECT_EQ(find_invalid_utf8("a\x80"), 1u);             // continuation without a lead
  EXPECT_EQ(find_invalid_utf8("\xC3"), 0u);              // cut off
  EXPECT_EQ(find_invalid_utf8("\xC0\xAF"), 0u);          // overlong '/'
  EXPECT_EQ(find_invalid_utf8("\xE0\x80\xAF"), 0u);      // overlong in three bytes
  EXPECT_EQ(find_invalid_utf8("\xED\xA0\x80"), 0u);      // surrogate
  EXPECT_EQ(find_invalid_utf8("\xF4\x90\x80\x80"), 0u);  // past U+10FFFF
  EXPECT_EQ(find_invalid_utf8("\xF4\x8F\xBF\xBF"), std::nullopt);
}

TEST(Strings, EveryCodePointSurvivesUtf8) {
  for (char32_t code_point = 0; code_point <= 0x10FFFF; ++code_point) {
    if (code_point >= 0xD800 && code_point <= 0xDFFF) continue;
    std::string text;
    append_utf8(text, code_point);
    ASSERT_FALSE(find_invalid_utf8(text)) << std::hex << static_cast<uint32_t>(code_point);
    size_t offset = 0;
    ASSERT_EQ(next_code_point(text, offset), code_point);
    ASSERT_EQ(offset, text.size());
  }
}

TEST(Strings, TextHasCodePoints) {
  EXPECT_EQ(to_code_points("a\u00E9\U0001F600"), U"a\u00E9\U0001F600");
  EXPECT_EQ(to_code_points(""), U"");
}

TEST(Strings, WhiteSpaceIsUnicodes) {
  constexpr std::u32string_view all =
      U"\t\n\v\f\r \u0085\u00a0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a"
      U"\u2028\u2029\u202f\u205f\u3000";
  for (char32_t c = 0; c < 0x110000; ++c)
    ASSERT_EQ(is_white_space(c), all.find(c) != all.npos) << static_cast<uint32_t>(c);
}

TEST(Strings, NextCodePointWalksText) {
  const std::string text = "a\u00E9\U0001F600";
  size_t offset = 0;
  EXPECT_EQ(next_code_point(text, offset), U'a');
  EXPECT_EQ(next_code_point(text, offset), U'\u00E9');
  EXPECT_EQ(next_code_point(text, offset), U'\U0001F600');
  EXPECT_EQ(offset, text.size());
}

}  // namespace
}  // namespace attend
