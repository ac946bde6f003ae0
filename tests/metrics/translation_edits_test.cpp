#include "attend/metrics/translation_edits.h"

#include <algorithm>
#include <numeric>

#include <gtest/gtest.h>

#include "attend/core/random.h"

namespace attend {
namespace {

int64_t levenshtein(const Symbols& a, const Symbols& b) {
  std::vector<int64_t> row(b.size() + 1);
  std::iota(row.begin(), row.end(), 0);
  for (size_t i = 1; i <= a.size(); ++i) {
    int64_t diagonal = row[0];
    row[0] = static_cast<int64_t>(i);
    for (size_t j = 1; j <= b.size(); ++j) {
      const int64_t cost = std::min({diagonal + (a[i - 1] != b[j - 1]), row[j] + 1, row[j - 1] + 1});
      diagonal = std::exchange(row[j], cost);
    }
  }
  return row.back();
}

TEST(TranslationEdits, CountsInsertionsDeletionsAndSubstitutions) {
  EXPECT_EQ(translation_edits({1, 2, 3}, {1, 2, 3}), 0);
  EXPECT_EQ(translation_edits({1, 2, 3}, {1, 4, 3}), 1);
  EXPECT_EQ(translation_edits({1, 3}, {1, 2, 3}), 1);
  EXPECT_EQ(translation_edits({1, 2, 9, 3}, {1, 2, 3}), 1);
}

TEST(TranslationEdits, EitherSideMayBeEmpty) {
  EXPECT_EQ(translation_edits({}, {}), 0);
  EXPECT_EQ(translation_edits({}, {1, 2}), 2);
  EXPECT_EQ(translation_edits({1, 2}, {}), 2);
}

TEST(TranslationEdits, AMovedRunIsOneEdit) {
  EXPECT_EQ(translation_edits({5, 6, 7, 1, 2, 3, 4}, {1, 2, 3, 4, 5, 6, 7}), 1);
  EXPECT_EQ(translation_edits({1, 5, 6, 2, 3, 4}, {1, 2, 3, 5, 6, 4}), 1);
}

TEST(TranslationEdits, ARunOverTheLimitIsMovedInTwo) {
  Symbols reference(24), hypothesis;
  std::iota(reference.begin(), reference.end(), 0);
  hypothesis = reference;
  std::rotate(hypothesis.begin(), hypothesis.begin() + 12, hypothesis.end());
  EXPECT_EQ(translation_edits(hypothesis, reference), 2);
}

TEST(TranslationEdits, AreNeverMoreThanThoseWithoutShifts) {
  Stream stream(1, RandomPurpose::test);
  for (int round = 0; round < 200; ++round) {
    Symbols hypothesis(stream.next_below(15)), reference(stream.next_below(15));
    for (uint32_t& word : hypothesis) word = static_cast<uint32_t>(stream.next_below(6));
    for (uint32_t& word : reference) word = static_cast<uint32_t>(stream.next_below(6));
    const int64_t edits = translation_edits(hypothesis, reference);
    EXPECT_LE(edits, levenshtein(hypothesis, reference));
    EXPECT_GE(edits,
              std::abs(static_cast<int64_t>(hypothesis.size()) - static_cast<int64_t>(reference.size())));
  }
}

TEST(TranslationEdits, LongTextsOfVeryDifferentLengthStayInTheBand) {
  EXPECT_EQ(translation_edits(Symbols(3, 1), Symbols(2000, 1)), 1997);
  EXPECT_EQ(translation_edits(Symbols(2000, 1), Symbols(3, 1)), 1997);
}

}  // namespace
}  // namespace attend
