#include "attend/tokenizers/token_counts.h"

#include <gmock/gmock.h>

namespace attend {
namespace {

using ::testing::ElementsAre;

TokenCounts counts_of(const std::vector<std::string>& tokens) {
  TokenCounts counts;
  for (const auto& token : tokens) counts.add(token);
  return counts;
}

TEST(TokenCounts, OrdersByFrequencyAndThenByFirstOccurrence) {
  const auto counts = counts_of({"d", "c", "b", "b", "a", "c", "d", "e", "b"});
  EXPECT_THAT(counts.vocabulary({"<unk>"}, 1, VocabularyOrder::frequency).pieces(),
              ElementsAre("<unk>", "b", "d", "c", "a", "e"));
}

TEST(TokenCounts, DropsRareTokens) {
  const auto counts = counts_of({"a", "b", "a", "c", "c", "c"});
  EXPECT_THAT(counts.vocabulary({}, 2, VocabularyOrder::frequency).pieces(), ElementsAre("c", "a"));
}

TEST(TokenCounts, CountsAReservedPieceOnce) {
  const auto counts = counts_of({"<pad>", "<pad>", "a", "a"});
  EXPECT_THAT(counts.vocabulary({"<unk>", "<pad>"}, 1, VocabularyOrder::frequency).pieces(),
              ElementsAre("<unk>", "<pad>", "a"));
}

TEST(TokenCounts, SortsEverythingByCodePoint) {
  const auto counts = counts_of({"\u00e9", "z", "a", "!", "\U0001f600", "\uffe5"});
  EXPECT_THAT(counts.vocabulary({"<unk>", "<pad>"}, 1, VocabularyOrder::sorted).pieces(),
              ElementsAre("!", "<pad>", "<unk>", "a", "z", "\u00e9", "\uffe5", "\U0001f600"));
}

}  // namespace
}  // namespace attend
