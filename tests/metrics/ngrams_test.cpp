#include "attend/metrics/ngrams.h"

#include <map>
#include <string>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "attend/core/random.h"

namespace attend {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

TEST(NumberWords, GivesEqualWordsEqualNumbersInAllTexts) {
  const std::vector<std::vector<std::string_view>> texts = {{"a", "b", "a"}, {"b", "c"}};
  EXPECT_THAT(number_words(texts), ElementsAre(Symbols{0, 1, 0}, Symbols{1, 2}));
}

TEST(NgramOrders, NumbersTheNgramsOfAllTextsTogether) {
  NgramOrders ngrams({{7, 8, 7, 8}, {8, 7}, {}});
  ngrams.next();
  EXPECT_THAT(ngrams.ids(0), ElementsAre(0, 1, 0, 1));
  EXPECT_THAT(ngrams.ids(1), ElementsAre(1, 0));
  EXPECT_THAT(ngrams.ids(2), IsEmpty());
  ngrams.next();
  EXPECT_THAT(ngrams.ids(0), ElementsAre(0, 1, 0));
  EXPECT_THAT(ngrams.ids(1), ElementsAre(1));
  EXPECT_THAT(ngrams.counts(0), ElementsAre(2, 1));
  EXPECT_EQ(ngrams.clipped_matches(0, ngrams.counts(1)), 1);
  ngrams.next();
  EXPECT_THAT(ngrams.ids(1), IsEmpty());
  ngrams.next();
  ngrams.next();
  EXPECT_THAT(ngrams.ids(0), IsEmpty()) << "an order longer than every text";
  EXPECT_EQ(ngrams.distinct(), 0U);
}

TEST(NgramOrders, AgreesWithCountingInMaps) {
  Stream stream(2, RandomPurpose::test);
  for (int round = 0; round < 50; ++round) {
    std::vector<Symbols> texts(2);
    for (Symbols& text : texts) {
      text.resize(stream.next_below(200));
      for (uint32_t& symbol : text) symbol = static_cast<uint32_t>(stream.next_below(4)) * 0x40000001;
    }
    NgramOrders ngrams(texts);
    for (size_t order = 1; order <= 6; ++order) {
      ngrams.next();
      std::map<Symbols, std::pair<int64_t, int64_t>> counts;
      for (size_t i = 0; i + order <= texts[0].size(); ++i) {
        ++counts[Symbols(texts[0].begin() + i, texts[0].begin() + i + order)].first;
      }
      for (size_t i = 0; i + order <= texts[1].size(); ++i) {
        ++counts[Symbols(texts[1].begin() + i, texts[1].begin() + i + order)].second;
      }
      int64_t matches = 0;
      for (const auto& [ngram, count] : counts) matches += std::min(count.first, count.second);
      EXPECT_EQ(ngrams.distinct(), counts.size());
      EXPECT_EQ(ngrams.clipped_matches(0, ngrams.counts(1)), matches);
    }
  }
}

}  // namespace
}  // namespace attend
