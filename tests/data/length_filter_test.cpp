#include "attend/data/length_filter.h"

#include <gmock/gmock.h>

#include "attend/core/error.h"

namespace attend {
namespace {

using ::testing::AllOf;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::ThrowsMessage;

using Ids = std::vector<int32_t>;

struct Filtered {
  bool kept;
  Ids source, target;
  FilterCounts counts;
};

Filtered filter(const LengthOptions& options, Ids source, Ids target) {
  LengthFilter filter(options);
  const bool kept = filter.admit(source, target, {100, 200}, "train.de, line 7");
  return {kept, source, target, filter.counts()};
}

TEST(LengthFilter, GivesBothSidesTheirEndSymbol) {
  const auto result = filter({}, {1, 2}, {3});
  EXPECT_TRUE(result.kept);
  EXPECT_THAT(result.source, ElementsAre(1, 2, 100));
  EXPECT_THAT(result.target, ElementsAre(3, 200));
  EXPECT_EQ(result.counts, (FilterCounts{.read = 1, .kept = 1}));
}

TEST(LengthFilter, TheEndSymbolCounts) {
  const LengthOptions options{.max_length = 3};
  EXPECT_TRUE(filter(options, {1, 2}, {3}).kept);
  const auto dropped = filter(options, {1}, {1, 2, 3});
  EXPECT_FALSE(dropped.kept);
  EXPECT_EQ(dropped.counts, (FilterCounts{.read = 1, .too_long = 1}));
}

TEST(LengthFilter, TruncatesWithTheEndSymbolOrWithout) {
  const auto truncated = filter({.max_length = 3, .over_long = OverLong::truncate}, {1, 2, 3, 4}, {5});
  EXPECT_THAT(truncated.source, ElementsAre(1, 2, 100));
  EXPECT_THAT(truncated.target, ElementsAre(5, 200));
  EXPECT_EQ(truncated.counts, (FilterCounts{.read = 1, .kept = 1, .truncated = 1}));
  const auto cut = filter({.max_length = 3, .over_long = OverLong::cut}, {1, 2, 3}, {5, 6});
  EXPECT_THAT(cut.source, ElementsAre(1, 2, 3));
  EXPECT_THAT(cut.target, ElementsAre(5, 6, 200));
  EXPECT_EQ(cut.counts.truncated, 1);
}

TEST(LengthFilter, RefusesAndSaysWhere) {
  EXPECT_THAT(
      [] {
        filter({.max_length = 2, .over_long = OverLong::error}, {1, 2}, {1});
      },
      ThrowsMessage<Error>(
          AllOf(HasSubstr("train.de, line 7"), HasSubstr("3 tokens"), HasSubstr("at most 2"))));
  EXPECT_THAT(
      [] {
        filter({.empty = EmptyLines::error}, {1, 2}, {});
      },
      ThrowsMessage<Error>(AllOf(HasSubstr("train.de, line 7"), HasSubstr("an empty target"))));
}

TEST(LengthFilter, EmptySidesAreDroppedOrKept) {
  const auto dropped = filter({}, {}, {1});
  EXPECT_FALSE(dropped.kept);
  EXPECT_EQ(dropped.counts, (FilterCounts{.read = 1, .empty = 1}));
  const auto kept = filter({.max_length_ratio = 2, .empty = EmptyLines::keep}, {}, {1, 2, 3});
  EXPECT_TRUE(kept.kept);
  EXPECT_THAT(kept.source, ElementsAre(100));
}

TEST(LengthFilter, DropsPairsOfVeryDifferentLengths) {
  const LengthOptions options{.max_length_ratio = 1.5};
  EXPECT_TRUE(filter(options, {1, 2}, {1, 2, 3}).kept);
  EXPECT_FALSE(filter(options, {1, 2}, {1, 2, 3, 4}).kept);
  EXPECT_EQ(filter(options, {1, 2, 3, 4}, {1, 2}).counts, (FilterCounts{.read = 1, .ratio = 1}));
}

TEST(FilterCounts, GoThroughJson) {
  const FilterCounts counts{7, 6, 5, 4, 3, 2, 1};
  EXPECT_EQ(filter_counts_from_json(to_json(counts)), counts);
}

}  // namespace
}  // namespace attend
