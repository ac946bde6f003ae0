#include "attend/data/masking.h"

#include <map>

#include "small_text.h"
#include "support/expect_error.h"

namespace attend {
namespace {

Stream stream(uint64_t number) { return Stream(1, RandomPurpose::masking, {number}); }

// [CLS] a ... [SEP] of so many letters.
std::vector<int64_t> letters(size_t count) {
  std::vector<int64_t> ids(count + 2, 7);
  ids.front() = 2;
  ids.back() = 3;
  return ids;
}

TEST(Masker, HidesTheShareAskedForAndNeverSymbols) {
  const Masker masker({}, *test::text_tokenizer());
  auto ids = letters(40);
  auto drawn = stream(1);
  const auto hidden = masker.hide(ids, drawn);
  EXPECT_EQ(hidden.places.size(), 6u);
  EXPECT_EQ(hidden.targets, std::vector<int64_t>(6, 7));
  EXPECT_TRUE(std::is_sorted(hidden.places.begin(), hidden.places.end()));
  EXPECT_EQ(ids.front(), 2);
  EXPECT_EQ(ids.back(), 3);
  for (size_t place = 0; place < ids.size(); ++place) {
    const bool chosen = std::find(hidden.places.begin(), hidden.places.end(), place) != hidden.places.end();
    const bool letter = place > 0 && place < 41;
    EXPECT_TRUE(chosen || !letter || ids[place] == 7);
  }
  auto one = letters(1);
  EXPECT_EQ(masker.hide(one, drawn).places, std::vector<int64_t>{1});  // at least one
}

TEST(Masker, OfTheHiddenEightTenthsAreMasksAndATenthIsAnything) {
  const Masker masker({}, *test::text_tokenizer());
  std::map<int64_t, int> became;
  int total = 0;
  for (uint64_t i = 0; i < 400; ++i) {
    auto ids = letters(100);
    auto drawn = stream(i);
    for (const auto place : masker.hide(ids, drawn).places) {
      ++became[ids[static_cast<size_t>(place)]];
      ++total;
    }
  }
  EXPECT_EQ(total, 400 * 15);
  EXPECT_NEAR(became[4] / double(total), 0.8, 0.02);
  EXPECT_NEAR(became[7] / double(total), 0.1 + 0.1 / 28, 0.02);  // kept, or drawn again
  for (const int64_t symbol : {0, 1, 2, 3}) EXPECT_FALSE(became.contains(symbol));
  EXPECT_EQ(became.size(), 29u);  // every piece that is no symbol, and the mask
}

TEST(Masker, HidesWholeWords) {
  const Masker masker({.rate = 0.3, .mask_share = 1, .random_share = 0, .whole_words = true},
                      *test::text_tokenizer());
  for (uint64_t i = 0; i < 50; ++i) {
    std::vector<int64_t> ids = {2, 7, 5, 6, 8, 9, 5, 10, 11, 12, 3};  // words of 3, 1, 2, 1, 1, 1 pieces
    auto drawn = stream(i);
    const auto hidden = masker.hide(ids, drawn);
    EXPECT_LE(hidden.places.size(), 3u);
    EXPECT_GE(hidden.places.size(), 1u);
    EXPECT_EQ(ids[1] == 4, ids[2] == 4);
    EXPECT_EQ(ids[2] == 4, ids[3] == 4);
    EXPECT_EQ(ids[5] == 4, ids[6] == 4);
  }
  std::vector<int64_t> one_word = {2, 7, 5, 6, 5, 3};
  auto drawn = stream(0);
  EXPECT_EQ(masker.hide(one_word, drawn).places.size(), 4u);  // longer than the share, but the only one
}

TEST(Masker, IsAFunctionOfItsStream) {
  const Masker masker({}, *test::text_tokenizer());
  const auto hide = [&](uint64_t number) {
    auto ids = letters(60);
    auto drawn = stream(number);
    masker.hide(ids, drawn);
    return ids;
  };
  EXPECT_EQ(hide(3), hide(3));
  EXPECT_NE(hide(3), hide(4));
}

TEST(Masker, NeedsASymbolForMasks) {
  const WordPieceTokenizer none(Vocabulary({"[PAD]", "[UNK]", "[CLS]", "[SEP]", "a"}), {});
  EXPECT_THAT(test::error_of([&] { Masker({}, none); }), testing::HasSubstr("[MASK]"));
}

}  // namespace
}  // namespace attend
