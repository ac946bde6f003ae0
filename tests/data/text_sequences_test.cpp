#include "attend/data/text_sequences.h"

#include "example_wordpiece.h"
#include <gmock/gmock.h>

#include "attend/core/error.h"

namespace attend {
namespace {

using testing::ElementsAre;

std::vector<TextSequence> encode(const std::vector<std::string>& texts, const std::vector<std::string>& pairs,
                                 int64_t max_length) {
  return encode_texts(test::example_wordpiece(), texts, pairs, {.max_length = max_length, .threads = 2});
}

TEST(TextSequences, HaveTheSymbolsOfBert) {
  const auto single = encode({"the cats", ""}, {}, 10);
  EXPECT_THAT(single[0].ids, ElementsAre(2, 5, 6, 7, 3));
  EXPECT_EQ(single[0].first, 5);
  EXPECT_THAT(single[1].ids, ElementsAre(2, 3));
  const auto pair = encode({"the cats"}, {"sleep ."}, 10);
  EXPECT_THAT(pair[0].ids, ElementsAre(2, 5, 6, 7, 3, 8, 9, 3));
  EXPECT_EQ(pair[0].first, 5);
  EXPECT_FALSE(pair[0].truncated);
}

TEST(TextSequences, LoseTheEndOfTheLongerText) {
  const auto single = encode({"the cats sleep ."}, {}, 4);
  EXPECT_THAT(single[0].ids, ElementsAre(2, 5, 6, 3));
  EXPECT_TRUE(single[0].truncated);
  const auto pair = encode({"the cats sleep in paris"}, {"where ?"}, 8);
  EXPECT_THAT(pair[0].ids, ElementsAre(2, 5, 6, 7, 3, 12, 13, 3));
  EXPECT_TRUE(pair[0].truncated);
}

TEST(TextSequences, PairsNeedAsManySecondTexts) {
  EXPECT_THROW(encode({"the", "cat"}, {"sleep"}, 10), Error);
}

}  // namespace
}  // namespace attend
