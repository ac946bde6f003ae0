#include "attend/training/early_stopping.h"

#include <limits>

#include <gtest/gtest.h>

#include "attend/core/error.h"

namespace attend {
namespace {

TEST(EarlyStopping, EndsAfterPatienceWithoutABetterScore) {
  EarlyStopping stopping("bleu", /*larger_is_better=*/true, 2);
  EXPECT_TRUE(stopping.add({{"bleu", 10}}, 1));
  EXPECT_FALSE(stopping.add({{"bleu", 10}}, 2));
  EXPECT_TRUE(stopping.add({{"bleu", 11}}, 3));
  EXPECT_FALSE(stopping.add({{"bleu", 9}}, 4));
  EXPECT_FALSE(stopping.exhausted());
  EXPECT_FALSE(stopping.add({{"bleu", 9}}, 5));
  EXPECT_TRUE(stopping.exhausted());
  EXPECT_EQ(stopping.best_update(), 3);
}

TEST(EarlyStopping, OfEqualScoresTheSmallerLossIsBetter) {
  EarlyStopping stopping("accuracy", /*larger_is_better=*/true, 0);
  EXPECT_TRUE(stopping.add({{"accuracy", 1}, {"loss", 0.9}}, 1));
  EXPECT_FALSE(stopping.add({{"accuracy", 1}, {"loss", 0.9}}, 2));
  EXPECT_TRUE(stopping.add({{"accuracy", 1}, {"loss", 0.1}}, 3));
  EXPECT_FALSE(stopping.add({{"accuracy", 0.9}, {"loss", 0.01}}, 4));
}

TEST(EarlyStopping, SmallerLossesAreBetterAndWhatIsNotFiniteNever) {
  EarlyStopping stopping("loss", /*larger_is_better=*/false, 0);
  EXPECT_FALSE(stopping.add({{"loss", std::numeric_limits<double>::quiet_NaN()}}, 1));
  EXPECT_TRUE(stopping.add({{"loss", 2}}, 2));
  EXPECT_FALSE(stopping.add({{"loss", -std::numeric_limits<double>::infinity()}}, 3));
  EXPECT_TRUE(stopping.add({{"loss", 1}}, 4));
}

TEST(EarlyStopping, GoesOnWhereItWasSaved) {
  EarlyStopping before("loss", false, 2);
  before.add({{"loss", 0.1}, {"bleu", std::numeric_limits<double>::infinity()}}, 7);
  before.add({{"loss", 3}}, 8);
  EarlyStopping after("loss", false, 2);
  after.restore(Json::parse(before.to_json().dump()));
  EXPECT_EQ(after.best_update(), 7);
  EXPECT_EQ(after.best_scores().at("loss"), 0.1);
  EXPECT_FALSE(after.add({{"loss", 2}}, 9));
  EXPECT_TRUE(after.exhausted());
}

TEST(EarlyStopping, StartsAnewForAnotherMetric) {
  EarlyStopping before("loss", false, 2);
  before.add({{"loss", 1}}, 7);
  EarlyStopping after("bleu", true, 2);
  after.restore(before.to_json());
  EXPECT_EQ(after.best_update(), 0);
}

TEST(EarlyStopping, RefusesAScoreThatIsNotTaken) {
  EarlyStopping stopping("bleu", true, 2);
  EXPECT_THROW(stopping.add({{"loss", 1}}, 1), UsageError);
}

}  // namespace
}  // namespace attend
