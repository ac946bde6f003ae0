#include "attend/training/schedule.h"

#include <cmath>
#include <functional>
#include <vector>

#include <gtest/gtest.h>

#include "attend/core/error.h"

namespace attend {
namespace {

using ByUpdate = std::function<double(int64_t update)>;

// A schedule of a run counted in updates, as a function of the update being made.
ByUpdate in_updates(const ScheduleOptions& options, int64_t warmup, int64_t run) {
  const Schedule schedule =
      make_schedule(options, {warmup, DurationUnit::updates}, {run, DurationUnit::updates});
  return [schedule](int64_t update) { return schedule({.updates = update - 1}, {.updates = update}); };
}

// One of a run counted in tokens, each update of which has 100 of them.
ByUpdate in_tokens(const ScheduleOptions& options, int64_t warmup, int64_t run) {
  const Schedule schedule =
      make_schedule(options, {warmup, DurationUnit::tokens}, {run, DurationUnit::tokens});
  return [schedule](int64_t update) {
    return schedule({.tokens = 100 * (update - 1)}, {.tokens = 100 * update});
  };
}

TEST(Schedule, InverseSqrtIsVaswaniScaledToOneAtItsPeak) {
  const auto schedule = in_updates({.type = ScheduleType::inverse_sqrt}, 4000, 100000);
  const auto formula = [](double step) {
    return std::min(std::pow(step, -0.5), step * std::pow(4000, -1.5));
  };
  for (const int64_t update : {1, 100, 3999, 4000, 4001, 50000})
    EXPECT_NEAR(schedule(update), formula(static_cast<double>(update)) / formula(4000), 1e-12) << update;
}

TEST(Schedule, WarmupGrowsInProportionAndThenConstantStays) {
  const auto schedule = in_updates({.type = ScheduleType::constant}, 4, 10);
  EXPECT_DOUBLE_EQ(schedule(1), 0.25);
  EXPECT_DOUBLE_EQ(schedule(4), 1);
  EXPECT_DOUBLE_EQ(schedule(10), 1);
}

TEST(Schedule, LinearFallsFromOneAndItsLastUpdateStillMoves) {
  const auto schedule = in_updates({.type = ScheduleType::linear}, 2, 10);
  EXPECT_DOUBLE_EQ(schedule(3), 1);
  EXPECT_DOUBLE_EQ(schedule(7), 0.5);
  EXPECT_DOUBLE_EQ(schedule(10), 0.125);
}

TEST(Schedule, CosineEndsAboveItsFinalShare) {
  const auto schedule = in_updates({.type = ScheduleType::cosine, .final = 0.1}, 0, 8);
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
  const auto schedule = in_updates({.type = ScheduleType::one_cycle, .initial = 0.04, .final = 0.01}, 5, 20);
  for (size_t i = 0; i < expected.size(); ++i)
    EXPECT_NEAR(schedule(static_cast<int64_t>(i) + 1), expected[i], 1e-12) << i;
}

TEST(Schedule, TokensGiveWhatUpdatesOfEqualSizeGive) {
  for (const ScheduleType type :
       {ScheduleType::constant, ScheduleType::inverse_sqrt, ScheduleType::linear, ScheduleType::cosine}) {
    const ScheduleOptions options{.type = type, .final = 0.1};
    const auto tokens = in_tokens(options, 400, 2000), updates = in_updates(options, 4, 20);
    for (int64_t update = 1; update <= 20; ++update)
      EXPECT_NEAR(tokens(update), updates(update), 1e-12) << update;
  }
}

TEST(Schedule, AnUpdateOverTheEndOfWarmupOrRunStaysInRange) {
  const auto linear = in_tokens({.type = ScheduleType::linear}, 350, 1950);
  EXPECT_DOUBLE_EQ(linear(3), 300.0 / 350);
  EXPECT_DOUBLE_EQ(linear(4), 1);  // from 300 to 400
  EXPECT_GT(linear(20), 0);        // from 1900 to 2000
  const auto cycle = in_tokens({.type = ScheduleType::one_cycle, .initial = 0.04, .final = 0.01}, 350, 1950);
  EXPECT_NEAR(cycle(1), 0.04, 1e-12);
  EXPECT_NEAR(cycle(20), 0.01, 1e-12);
}

TEST(Schedule, WarmupMayHaveAnotherUnitWhereTheShapeHasNoEnd) {
  const Schedule schedule = make_schedule({.type = ScheduleType::inverse_sqrt}, {400, DurationUnit::tokens},
                                          {1000, DurationUnit::updates});
  EXPECT_DOUBLE_EQ(schedule({7, 0, 100}, {8, 0, 200}), 0.5);
  EXPECT_DOUBLE_EQ(schedule({8, 0, 1500}, {9, 0, 1600}), 0.5);
  EXPECT_THROW(make_schedule({.type = ScheduleType::cosine}, {400, DurationUnit::tokens},
                             {1000, DurationUnit::updates}),
               UsageError);
}

TEST(Schedule, RefusesAWarmupAsLongAsTheRun) {
  EXPECT_THROW(in_updates({}, 10, 10), UsageError);
  EXPECT_THROW(in_tokens({}, 10, 10), UsageError);
}

}  // namespace
}  // namespace attend
