#include "attend/training/train_step.h"

#include "toy_task.h"
#include <gtest/gtest.h>

#include "attend/core/error.h"

namespace attend {
namespace {

constexpr double rate = 0.01;

// All batches of epoch 0 in one: rows are padded with targets that do not count.
test::ToyBatch joined_batches() {
  std::vector<torch::Tensor> ids, targets;
  for (int64_t i = 0; i < 5; ++i) {
    const test::ToyBatch batch = test::ToyTask::make_batch(1, 0, i);
    const std::vector<int64_t> to_length = {0, 7 - batch.ids.size(1)};
    ids.push_back(torch::constant_pad_nd(batch.ids, to_length, 0));
    targets.push_back(torch::constant_pad_nd(batch.targets, to_length, -100));
  }
  test::ToyBatch all;
  all.ids = torch::cat(ids);
  all.targets = torch::cat(targets);
  return all;
}

class TrainStepTest : public testing::Test {
 protected:
  SingleProcess process_;
};

TEST_F(TrainStepTest, AccumulationEqualsOneLargeBatch) {
  test::ToyTask small(/*dropout=*/0), large(/*dropout=*/0);
  TrainStep small_step(small, {}, process_), large_step(large, {}, process_);
  for (int64_t update = 1; update <= 3; ++update) {
    for (int64_t i = 0; i < 5; ++i) small_step.add(test::ToyTask::make_batch(1, 0, i), update, i);
    small_step.apply(update, rate);
    large_step.add(joined_batches(), update, 0);
    large_step.apply(update, rate);
  }
  const torch::Tensor difference = small_step.parameters().values() - large_step.parameters().values();
  EXPECT_LT(difference.abs().max().item<float>(), 1e-6);
  EXPECT_NEAR(small_step.report().loss, large_step.report().loss, 1e-6);
}

TEST_F(TrainStepTest, DropoutIsAFunctionOfUpdateAndMicroBatch) {
  const auto loss_at = [&](int64_t update, int64_t micro_batch) {
    test::ToyTask task(/*dropout=*/0.5);
    TrainStep step(task, {}, process_);
    step.add(test::ToyTask::make_batch(1, 0, 0), update, micro_batch);
    step.apply(update, rate);
    return step.report().loss;
  };
  EXPECT_EQ(loss_at(3, 1), loss_at(3, 1));
  EXPECT_NE(loss_at(3, 1), loss_at(4, 1));
  EXPECT_NE(loss_at(3, 1), loss_at(3, 0));
}

TEST_F(TrainStepTest, AnUpdateThatIsNotFiniteChangesNothingAndIsCounted) {
  test::ToyTask task;
  task.spoilt = {2};
  TrainStep step(task, {.ema = 0.9}, process_);
  const auto update = [&](int64_t number) {
    step.add(test::ToyTask::make_batch(1, 0, number), number, 0);
    step.apply(number, rate);
  };
  update(1);
  std::vector<torch::Tensor> before;
  for (const auto& [name, tensor] : step.state()) before.push_back(tensor.clone());
  update(2);
  for (size_t i = 0; const auto& [name, tensor] : step.state()) {
    EXPECT_EQ(torch::equal(tensor, before[i++]), name != "bad_updates") << name;
  }
  update(3);
  const IntervalReport report = step.report();
  EXPECT_EQ(report.skipped_updates, 1);
  EXPECT_TRUE(std::isfinite(report.loss));
}

TEST_F(TrainStepTest, TooManyInARowAreAnError) {
  test::ToyTask task;
  task.spoilt = {1, 2, 4, 5, 6};
  TrainStep step(task, {.max_bad_updates = 3}, process_);
  const auto update = [&](int64_t number) {
    step.add(test::ToyTask::make_batch(1, 0, 0), number, 0);
    step.apply(number, rate);
  };
  for (int64_t number = 1; number <= 5; ++number) EXPECT_NO_THROW(update(number)) << number;
  EXPECT_THROW(update(6), Error);
}

TEST_F(TrainStepTest, WhatIsAbandonedLeavesNoTrace) {
  test::ToyTask task, other;
  TrainStep step(task, {}, process_), undisturbed(other, {}, process_);
  step.add(test::ToyTask::make_batch(1, 0, 0), 1, 0);
  step.abandon();
  for (TrainStep* each : {&step, &undisturbed}) {
    each->add(test::ToyTask::make_batch(1, 0, 1), 1, 0);
    each->apply(1, rate);
  }
  EXPECT_TRUE(torch::equal(step.parameters().values(), undisturbed.parameters().values()));
}

TEST_F(TrainStepTest, LowPrecisionLearnsOnFullPrecisionMasters) {
  test::ToyTask task(/*dropout=*/0);
  TrainStep step(task, {.precision = Precision::bf16}, process_);
  double first = 0, last = 0;
  for (int64_t update = 1; update <= 60; ++update) {
    step.add(test::ToyTask::make_batch(1, 0, update % 5), update, 0);
    step.apply(update, rate);
    last = step.report().loss;
    if (update == 1) first = last;
  }
  EXPECT_LT(last, 0.7 * first);
  const TrainStep::Published published(step);
  EXPECT_EQ(task.model().parameters().front().scalar_type(), torch::kFloat);
}

TEST_F(TrainStepTest, TheAverageIsWhatIsPublished) {
  test::ToyTask task;
  TrainStep step(task, {.ema = 0.9}, process_);
  step.add(test::ToyTask::make_batch(1, 0, 0), 1, 0);
  step.apply(1, rate);
  const torch::Tensor raw = task.model().parameters().front().detach().clone();
  {
    const TrainStep::Published published(step);
    EXPECT_FALSE(torch::equal(task.model().parameters().front(), raw));
  }
  EXPECT_TRUE(torch::equal(task.model().parameters().front(), raw));
}

}  // namespace
}  // namespace attend
