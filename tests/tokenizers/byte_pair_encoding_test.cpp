#include "attend/tokenizers/byte_pair_encoding.h"

#include <gmock/gmock.h>

namespace attend {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

// The lectures' example: "Dive into Deep Learning", section "Subword embedding".
BytePairEncoding lectures() {
  return BytePairEncoding::learn({{"fast_", 4}, {"faster_", 3}, {"tall_", 5}, {"taller_", 4}}, 10);
}

TEST(BytePairEncoding, LearnsTheLecturesSymbols) {
  EXPECT_THAT(lectures().symbols(),
              ElementsAre("ta", "tal", "tall", "fa", "fas", "fast", "er", "er_", "tall_", "fast_"));
}

TEST(BytePairEncoding, SegmentsNewWordsAsInTheLectures) {
  EXPECT_THAT(lectures().segment("tallest_"), ElementsAre("tall", "e", "s", "t", "_"));
  EXPECT_THAT(lectures().segment("fatter_"), ElementsAre("fa", "t", "t", "er_"));
}

TEST(BytePairEncoding, StopsWhereEveryWordIsOneSymbol) {
  EXPECT_THAT(BytePairEncoding::learn({{"ab", 1}}, 5).symbols(), ElementsAre("ab"));
  EXPECT_THAT(BytePairEncoding::learn({}, 5).symbols(), IsEmpty());
}

TEST(BytePairEncoding, MergesCharactersAndFromTheLeft) {
  EXPECT_THAT(BytePairEncoding::learn({{"\u00e9\u00e9\u00e9", 1}}, 1).segment("\u00e9\u00e9\u00e9"),
              ElementsAre("\u00e9\u00e9", "\u00e9"));
}

}  // namespace
}  // namespace attend
