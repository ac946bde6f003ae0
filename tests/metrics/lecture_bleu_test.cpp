#include "attend/metrics/lecture_bleu.h"

#include <cmath>

#include <gtest/gtest.h>

namespace attend {
namespace {

TEST(LectureBleu, GivesTheLecturesNumbers) {
  EXPECT_NEAR(lecture_bleu("il est malade .", "il est calme ."), 0.658, 5e-4);
  EXPECT_NEAR(lecture_bleu("je perdu .", "j'ai perdu ."), 0.687, 5e-4);
  EXPECT_NEAR(lecture_bleu("calme .", "il est calme ."), 0.368, 5e-4);
  EXPECT_EQ(lecture_bleu("va !", "va !"), 1);
}

TEST(LectureBleu, CountsEachReferenceWordOnce) { EXPECT_EQ(lecture_bleu("a a", "a b", 1), std::sqrt(0.5)); }

TEST(LectureBleu, LeavesOutOrdersLongerThanTheHypothesis) {
  EXPECT_EQ(lecture_bleu("va", "va", 4), 1);
  EXPECT_EQ(lecture_bleu("", "va !"), 0);
}

}  // namespace
}  // namespace attend
