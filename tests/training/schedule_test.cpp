#include "attend/training/schedule.h"

#include <cmath>
#include <vector>

#include <gtest/gtest.h>

#include "attend/core/error.h"

namespace attend {
namespace {

TEST(Schedule, InverseSqrtIsVaswaniScaledToOneAtItsPeak) {
  const Schedule schedule = make_schedule({.type = ScheduleType::inverse_sqrt}, 4000, 100000);
  const auto formula = [](double step) {
    return std::min(std::pow(step, -0.5), step * std::pow(4000, -1.5));
  };
  for (const int64_t update : {1, 100, 3999, 4000, 4001, 50000})
    EXPECT_NEAR(schedule(update), formula(static_cast<double>(update)) / formula(4000), 1e-12) << update;
}

TEST(Schedule, WarmupGrowsInProportionAndThenConstantStays) {
  const Schedule schedule = make_schedule({.type = ScheduleType::constant}, 4, 10);
  EXPECT_DOUBLE_EQ(schedule(1), 0.25);
  EXPECT_DOUBLE_EQ(schedule(4), 1);
  EXPECT_DOUBLE_EQ(schedule(10), 1);
}

TEST(Schedule, LinearFallsFromOneAndItsLastUpdateStillMoves) {
  const Schedule schedule = make_schedule({.type = ScheduleType::linear}, 2, 10);
  EXPECT_DOUBLE_EQ(schedule(3), 1);
  EXPECT_DOUBLE_EQ(schedule(7), 0.5);
  EXPECT_DOUBLE_EQ(schedule(10), 0.125);
}

TEST(Schedule, CosineEndsAboveItsFinalShare) {
  const Schedule schedule = make_schedule({.type = ScheduleType::cosine, .final = 0.1}, 0, 8);
  EXPECT_DOUBLE_EQ(schedule(1), 1);
  EXPECT_NEAR(schedule(5), 0.55, 1e-12);
  EXPECT_NEAR(schedule(9), 0.1, 1e-12);
}

// torch.optim.lr_scheduler.OneCycleLR(max_lr=1, total_steps=20, pct_start=0.25, div_factor=25,
// final_div_factor=4)
TEST(Schedule, OneCycleIsPyTorchs) {
  const std::vector<double> expected = {0.040000000000000036,
                                        0.1805887450304573,
                                        0.52,
                                        0.8594112549695427,
                                        1.0,
                                        0.9891830623632338,
                                        0.9572050015330874,
                                        0.905463412215599,
                                        0.8362196501476348,
                                        0.7525,
                                        0.657963412215599,
                                        0.5567415893174885,
                                        0.4532584106825116,
                                        0.35203658778440106,
                                        0.2575000000000001,
                                        0.17378034985236535,
                                        0.10453658778440106,
                                        0.05279499846691252,
                                        0.020816937636766182,
                                        0.01};
  const Schedule schedule =
      make_schedule({.type = ScheduleType::one_cycle, .initial = 0.04, .final = 0.01}, 5, 20);
  for (size_t i = 0; i < expected.size(); ++i)
    EXPECT_NEAR(schedule(static_cast<int64_t>(i) + 1), expected[i], 1e-12) << i;
}

TEST(Schedule, RefusesAWarmupAsLongAsTheRun) {
  EXPECT_THROW(make_schedule({}, 10, 10), UsageError);
  EXPECT_NO_THROW(make_schedule({}, 10, 0));  // a run in tokens: its updates are not known
}

}  // namespace
}  // namespace attend
