#include "attend/training/trainer.h"

#include <cmath>
#include <csignal>

#include "support/expect_error.h"
#include "support/temp_folder.h"
#include "toy_run.h"
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "attend/core/error.h"

namespace attend {
namespace {

namespace fs = std::filesystem;
using testing::Contains;
using testing::HasSubstr;

TEST(Trainer, LearnsAndReports) {
  const test::TempFolder temp;
  test::ToyTask task(/*dropout=*/0);
  TrainerOptions options = test::toy_options();
  options.training.duration = {30, DurationUnit::epochs};
  options.validation = {.every = {45, DurationUnit::updates}, .best = "accuracy"};
  options.checkpoints = {.every = {10, DurationUnit::epochs}};
  std::vector<UpdateReport> reports;
  test::Recorder recorder;
  recorder.then_on_update = [&](const UpdateReport& report) { reports.push_back(report); };
  const EndReport end = test::train(task, options, temp / "run", recorder);
  EXPECT_EQ(end.reason, EndReason::duration_reached);
  EXPECT_EQ(end.progress.epochs, 30);
  EXPECT_EQ(end.progress.updates, 90);  // three updates an epoch, of 2, 2 and 1 or 2 batches
  EXPECT_EQ(reports.front().updates_planned, 90);
  EXPECT_EQ(reports.back().progress.updates, 90);
  EXPECT_LT(reports.back().loss, 0.5 * reports.front().loss);
  EXPECT_GT(reports.back().tokens_per_second, 0);
  EXPECT_GT(end.best.at("accuracy"), 0.9);
  EXPECT_TRUE(fs::exists(temp / "run" / "best" / "model.safetensors"));
}

TEST(Trainer, RunsForTokens) {
  const test::TempFolder temp;
  test::ToyTask task;
  TrainerOptions options = test::toy_options();
  options.training.duration = {200, DurationUnit::tokens};
  options.training.schedule.type = ScheduleType::inverse_sqrt;
  test::Recorder recorder;
  const EndReport end = test::train(task, options, temp / "run", recorder);
  EXPECT_GE(end.progress.tokens, 200);
  EXPECT_LT(end.progress.tokens, 260);
}

TEST(Trainer, RefusesABatchThatTheMemoryCannotHold) {
  const test::TempFolder temp;
  test::ToyTask task;
  task.activation_count = 1e15;  // four petabytes
  test::Recorder recorder;
  const auto message =
      test::error_of([&] { test::train(task, test::toy_options(), temp / "run", recorder); });
  EXPECT_THAT(message, HasSubstr("the largest batch"));
  EXPECT_THAT(message, HasSubstr("4000000.0 GB"));
  EXPECT_THAT(message, HasSubstr("training.batch_tokens"));
  EXPECT_TRUE(fs::is_empty(temp / "run" / "checkpoints"));
}

TEST(Trainer, AModelThatIsNotFiniteIsNotSaved) {
  const test::TempFolder temp;
  test::ToyTask task;
  task.on_evaluate = [&] {
    const torch::NoGradGuard no_grad;
    for (auto& parameter : task.model().parameters()) parameter.fill_(std::nan(""));
  };
  test::Recorder recorder;
  TrainerOptions options = test::toy_options();
  options.validation.every = {1, DurationUnit::updates};
  const auto train = [&] { test::train(task, options, temp / "run", recorder); };
  EXPECT_THAT(test::error_of(train), HasSubstr("a loss of nan"));
  EXPECT_FALSE(fs::exists(temp / "run" / "best"));
}

TEST(Trainer, StopsWhereScoresNoLongerImprove) {
  const test::TempFolder temp;
  test::ToyTask task;
  TrainerOptions options = test::toy_options();
  options.training.optimizer.lr = 1e-30;  // no weight changes, whatever a processor's rounding
  options.validation.patience = 2;
  test::Recorder recorder;
  const EndReport end = test::train(task, options, temp / "run", recorder);
  EXPECT_EQ(end.reason, EndReason::no_improvement);
  EXPECT_EQ(end.progress.updates, 21);  // validated at 7, 14 and 21; the first score stays the best
  test::ToyTask again;
  EXPECT_EQ(test::train(again, options, temp / "run", recorder).reason, EndReason::no_improvement);
  EXPECT_TRUE(again.opened.empty());
}

TEST(Trainer, SavesAndEndsWhenAskedAndGoesOnAsIfItHadNot) {
  const test::TempFolder temp;
  const TrainerOptions options = test::toy_options();
  test::ToyTask whole, stopped, resumed;
  test::Recorder expected, before, after;
  test::train(whole, options, temp / "whole", expected);

  StopRequest stop;
  before.then_on_update = [&](const UpdateReport& report) {
    if (report.progress.updates == 12) stop.ask(SIGTERM);
  };
  EXPECT_EQ(test::train(stopped, options, temp / "run", before, stop).reason, EndReason::stopped_by_signal);
  EXPECT_EQ(fs::read_symlink(temp / "run" / "last").filename(), "step-0000012");
  test::train(resumed, options, temp / "run", after);
  EXPECT_EQ(after.started_from.updates, 12);
  EXPECT_EQ(test::last_tensors(temp / "run"), test::last_tensors(temp / "whole"));
}

TEST(Trainer, ResumingReplaysNoData) {
  const test::TempFolder temp;
  TrainerOptions options = test::toy_options();
  options.training.duration = {4, DurationUnit::updates};
  options.training.schedule = {.type = ScheduleType::constant, .warmup = {0, DurationUnit::updates}};
  test::ToyTask first, second;
  test::Recorder recorder;
  test::train(first, options, temp / "run", recorder);
  options.training.duration = {5, DurationUnit::updates};
  test::train(second, options, temp / "run", recorder);
  const std::pair<int64_t, int64_t> largest(1, second.largest_batch(1, 1));
  const std::pair<int64_t, int64_t> where_it_was(1, 2);  // epoch 0 took three updates
  EXPECT_THAT(second.opened, testing::UnorderedElementsAre(where_it_was, largest));
}

TEST(Trainer, AFinishedRunReturnsAtOnce) {
  const test::TempFolder temp;
  const TrainerOptions options = test::toy_options();
  test::ToyTask first, second;
  test::Recorder recorder, again;
  test::train(first, options, temp / "run", recorder);
  const EndReport end = test::train(second, options, temp / "run", again);
  EXPECT_EQ(end.reason, EndReason::duration_reached);
  EXPECT_TRUE(again.lines.empty());
  EXPECT_TRUE(second.opened.empty());
}

TEST(Trainer, RefusesToGoOnWithOtherData) {
  const test::TempFolder temp;
  test::ToyTask first, second;
  test::Recorder recorder;
  test::train(first, test::toy_options(), temp / "run", recorder);
  second.fingerprint = 43;
  EXPECT_THROW(test::train(second, test::toy_options(), temp / "run", recorder), Error);
}

TEST(Trainer, ADamagedLastFallsBackToTheOneBefore) {
  const test::TempFolder temp;
  test::ToyTask first, second;
  test::Recorder recorder, after;
  test::train(first, test::toy_options(), temp / "run", recorder);
  const std::string expected = test::last_tensors(temp / "run");
  fs::resize_file(temp / "run" / "last" / "training_state.safetensors", 1000);
  test::train(second, test::toy_options(), temp / "run", after);
  EXPECT_EQ(after.started_from.updates, 28);  // kept as the best one
  EXPECT_EQ(test::last_tensors(temp / "run"), expected);
}

TEST(Trainer, RefusesAWarmupLongerThanTheEpochsGiveUpdates) {
  const test::TempFolder temp;
  test::ToyTask task;
  TrainerOptions options = test::toy_options();
  options.training.duration = {1, DurationUnit::epochs};
  test::Recorder recorder;
  EXPECT_THROW(test::train(task, options, temp / "run", recorder), UsageError);
}

}  // namespace
}  // namespace attend
