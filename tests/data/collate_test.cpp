#include "attend/data/collate.h"

#include "support/temp_folder.h"
#include <gmock/gmock.h>

namespace attend {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

TEST(Pad, MakesRowsOfEqualWidth) {
  const std::vector<int32_t> first = {1, 2, 3}, second = {4};
  const std::vector<std::span<const int32_t>> sequences = {first, {}, second};
  const PaddedIds padded = pad(sequences, 9);
  EXPECT_EQ(padded.rows, 3);
  EXPECT_EQ(padded.width, 3);
  EXPECT_THAT(padded.ids, ElementsAre(1, 2, 3, 9, 9, 9, 4, 9, 9));
  EXPECT_THAT(padded.lengths, ElementsAre(3, 0, 1));
  EXPECT_EQ(padded.tokens(), 4);
}

TEST(Pad, OfNothingIsEmpty) {
  const PaddedIds padded = pad({}, 9);
  EXPECT_EQ(padded.rows, 0);
  EXPECT_THAT(padded.ids, IsEmpty());
}

TEST(Pad, TakesTheExamplesOfAStoreInTheOrderAsked) {
  const test::TempFolder folder;
  TokenStoreWriter writer(folder / "store", 2, 1);
  const std::vector<int32_t> a = {1, 2}, b = {3}, c = {4, 5}, d = {6, 7, 8};
  writer.add({a, b});
  writer.add({c, d});
  writer.commit({});
  const TokenStore store(folder / "store");
  const std::vector<uint32_t> examples = {1, 0};
  EXPECT_THAT(pad(store, examples, 0, 0).ids, ElementsAre(4, 5, 1, 2));
  EXPECT_THAT(pad(store, examples, 1, 0).ids, ElementsAre(6, 7, 8, 3, 0, 0));
}

TEST(ShiftRight, PutsTheStartFirstAndLeavesTheLastOut) {
  const std::vector<int32_t> first = {1, 2, 3}, second = {4};
  const std::vector<std::span<const int32_t>> sequences = {first, {}, second};
  const PaddedIds inputs = shift_right(pad(sequences, -100), 7, 9);
  EXPECT_THAT(inputs.ids, ElementsAre(7, 1, 2, 9, 9, 9, 7, 9, 9));
  EXPECT_THAT(inputs.lengths, ElementsAre(3, 0, 1));
}

}  // namespace
}  // namespace attend
