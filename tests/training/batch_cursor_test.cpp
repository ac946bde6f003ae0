#include "attend/training/batch_cursor.h"

#include "toy_task.h"
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "attend/core/error.h"

namespace attend {
namespace {

using testing::ElementsAre;
using testing::Pair;

TEST(BatchCursor, WalksOverEpochsFromAnyPlaceWithoutReplay) {
  test::ToyTask task;  // epochs of 5, 6, 5, ... batches
  BatchCursor cursor(task, 1, 0, 3);
  cursor.next();
  EXPECT_FALSE(cursor.at_epoch_end());
  cursor.next();
  EXPECT_TRUE(cursor.at_epoch_end());
  const auto batch = cursor.next();
  EXPECT_EQ(cursor.epoch(), 1);
  EXPECT_EQ(cursor.batch(), 1);
  EXPECT_TRUE(
      torch::equal(dynamic_cast<test::ToyBatch&>(*batch).ids, test::ToyTask::make_batch(1, 1, 0).ids));
  EXPECT_THAT(task.opened, ElementsAre(Pair(0, 3), Pair(1, 0)));
}

TEST(BatchCursor, RefusesAPlaceBehindTheEpoch) {
  test::ToyTask task;
  EXPECT_THROW(BatchCursor(task, 1, 0, 6), Error);
}

TEST(PlannedUpdates, AnEpochsLastUpdateTakesWhatIsLeft) {
  test::ToyTask task;
  EXPECT_EQ(planned_updates(task, {2, DurationUnit::epochs}, 1, 1), 11);
  EXPECT_EQ(planned_updates(task, {2, DurationUnit::epochs}, 1, 2), 3 + 3);
  EXPECT_EQ(planned_updates(task, {2, DurationUnit::epochs}, 1, 4), 2 + 2);
  EXPECT_EQ(planned_updates(task, {7, DurationUnit::updates}, 1, 4), 7);
  EXPECT_EQ(planned_updates(task, {7, DurationUnit::tokens}, 1, 4), 0);
}

TEST(IsDue, WhereAMultipleWasPassed) {
  const Progress before{.updates = 9, .epochs = 0, .tokens = 950};
  const Progress now{.updates = 10, .epochs = 1, .tokens = 1050};
  EXPECT_TRUE(is_due({5, DurationUnit::updates}, before, now));
  EXPECT_FALSE(is_due({4, DurationUnit::updates}, before, now));
  EXPECT_TRUE(is_due({1, DurationUnit::epochs}, before, now));
  EXPECT_TRUE(is_due({1000, DurationUnit::tokens}, before, now));
  EXPECT_FALSE(is_due({300, DurationUnit::tokens}, before, now));
  EXPECT_FALSE(is_due({0, DurationUnit::updates}, before, now));
}

}  // namespace
}  // namespace attend
