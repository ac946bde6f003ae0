#include "attend/core/random.h"

#include <algorithm>
#include <numeric>
#include <set>

#include <gtest/gtest.h>

namespace attend {
namespace {

// The known answers of Random123's distribution for philox4x32, 10 rounds.
TEST(Philox, EqualsTheKnownAnswersOfItsAuthors) {
  using Block = std::array<uint32_t, 4>;
  EXPECT_EQ(philox(0, 0, 0), (Block{0x6627e8d5, 0xe169c58d, 0xbc57ac4c, 0x9b00dbd8}));
  EXPECT_EQ(philox(~0ull, ~0ull, ~0ull), (Block{0x408f276d, 0x41c83b0e, 0xa20bc7c6, 0x6d5451fd}));
  EXPECT_EQ(philox(0x299f31d0'a4093822, 0x03707344'13198a2e, 0x85a308d3'243f6a88),
            (Block{0xd16cfe09, 0x94fdcceb, 0x5001e420, 0x24126ea1}));
}

TEST(Stream, IsAFunctionOfSeedPurposeAndPosition) {
  Stream first(7, RandomPurpose::sampling, {.step = 3, .micro_batch = 1, .rank = 2});
  Stream again(7, RandomPurpose::sampling, {.step = 3, .micro_batch = 1, .rank = 2});
  for (int i = 0; i < 100; ++i) ASSERT_EQ(first.next_u32(), again.next_u32());
}

TEST(Stream, EveryPartOfItsNameMatters) {
  const RandomPosition position{.step = 3, .micro_batch = 1, .rank = 2};
  std::set<uint64_t> firsts;
  for (Stream stream :
       {Stream(7, RandomPurpose::sampling, position), Stream(8, RandomPurpose::sampling, position),
        Stream(7, RandomPurpose::dropout, position), Stream(7, RandomPurpose::sampling, {4, 1, 2}),
        Stream(7, RandomPurpose::sampling, {3, 2, 1}), Stream(7, RandomPurpose::sampling, {3, 1, 3}),
        Stream(7, RandomPurpose::sampling, {3, 3, 2})}) {
    firsts.insert(stream.next_u64());
  }
  EXPECT_EQ(firsts.size(), 7);
}

// A change here changes every recorded run: shuffles, dropout and initial weights.
TEST(Stream, ItsNumbersNeverChange) {
  Stream stream(1, RandomPurpose::test, {.step = 2});
  EXPECT_EQ(stream.next_u32(), 0x9ecdf146u);
  EXPECT_EQ(stream.next_u64(), 0x993c52e8c94b8e40ull);
  EXPECT_EQ(stream.next_key(), 0x1b56510ecab4a451ull);
}

TEST(Stream, KeysAndScalarsDoNotDisturbEachOther) {
  Stream mixed(1, RandomPurpose::test), keys(1, RandomPurpose::test), scalars(1, RandomPurpose::test);
  for (int i = 0; i < 10; ++i) {
    EXPECT_EQ(mixed.next_key(), keys.next_key());
    EXPECT_EQ(mixed.next_u32(), scalars.next_u32());
  }
}

TEST(Stream, NumbersBelowABoundAreAllReachedAboutEquallyOften) {
  Stream stream(1, RandomPurpose::test);
  std::array<int, 7> counts{};
  for (int i = 0; i < 70'000; ++i) ++counts.at(stream.next_below(7));
  for (const int count : counts) EXPECT_NEAR(count, 10'000, 400);  // four standard deviations
}

TEST(Stream, NumbersBelowALargeBoundHaveNoBias) {
  // Without rejection the lower half of this bound would come up twice as often.
  const uint64_t bound = 3ull << 62;
  Stream stream(1, RandomPurpose::test);
  int low = 0;
  for (int i = 0; i < 30'000; ++i) low += stream.next_below(bound) < bound / 3;
  EXPECT_NEAR(low, 10'000, 350);
}

TEST(Stream, DoublesFillTheUnitInterval) {
  Stream stream(1, RandomPurpose::test);
  double sum = 0;
  for (int i = 0; i < 100'000; ++i) {
    const double value = stream.next_double();
    ASSERT_GE(value, 0);
    ASSERT_LT(value, 1);
    sum += value;
  }
  EXPECT_NEAR(sum / 100'000, 0.5, 0.004);
}

TEST(Stream, NormalsHaveTheirMoments) {
  Stream stream(1, RandomPurpose::test);
  double sum = 0, squares = 0, fourth = 0;
  const int count = 200'000;
  for (int i = 0; i < count; ++i) {
    const double value = stream.next_normal();
    sum += value;
    squares += value * value;
    fourth += value * value * value * value;
  }
  EXPECT_NEAR(sum / count, 0, 0.01);
  EXPECT_NEAR(squares / count, 1, 0.015);
  EXPECT_NEAR(fourth / count, 3, 0.1);
}

TEST(Stream, AShuffleKeepsEveryItem) {
  std::vector<int> items(1000), sorted(1000);
  std::iota(items.begin(), items.end(), 0);
  sorted = items;
  Stream(1, RandomPurpose::test).shuffle(items);
  EXPECT_NE(items, sorted);
  std::sort(items.begin(), items.end());
  EXPECT_EQ(items, sorted);
}

}  // namespace
}  // namespace attend
