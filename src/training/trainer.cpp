#include "attend/training/trainer.h"

#include <algorithm>
#include <utility>

#include <ATen/Parallel.h>

#include "attend/core/error.h"
#include "attend/training/finite_loss.h"
#include "attend/training/run_length.h"
#include "attend/training/step_memory.h"

namespace attend {
Trainer::Trainer(Task& task, const TrainerOptions& options, const RunFolder& folder,
                 Communicator& communicator, std::vector<Observer*> observers)
    : task_(task),
      options_(options),
      folder_(folder),
      communicator_(communicator),
      observers_(std::move(observers)),
      planned_(planned_length(task, options.training)),
      schedule_(schedule_for(task, options.training, planned_)),
      step_(task, options.training, communicator),
      stopping_(options.validation.best, task.larger_is_better(options.validation.best),
                options.validation.patience),
      checkpoints_(folder.path(), options.checkpoints.keep) {}

template <class Report>
void Trainer::notify(void (Observer::*event)(const Report&), const Report& report) {
  for (Observer* observer : observers_) (observer->*event)(report);
}

EndReport Trainer::run(const StopRequest& stop) {
  resume();
  check_largest_batch();
  folder_.begin();
  begin_ = Clock::now();
  started_ = progress_;
  notify(&Observer::on_start, progress_);
  throughput_.start();
  EndReason reason = EndReason::duration_reached;
  while (!finished()) {
    const Progress before = progress_;
    if (!make_update(stop)) {
      reason = EndReason::stopped_by_signal;
      break;
    }
    after_update(before);
  }
  throughput_.pause();
  if (saved_update_ != progress_.updates) save();
  if (reason != EndReason::stopped_by_signal && stopping_.exhausted()) reason = EndReason::no_improvement;
  const EndReport report{progress_, reason, stopping_.best_scores(), elapsed()};
  notify(&Observer::on_end, report);
  return report;
}

void Trainer::resume() {
  RunState from = state();
  if (const auto newest = checkpoints_.newest_whole()) {
    from = read_run_state(checkpoints_.folder(*newest), from, step_);
    stopping_.restore(from.early_stopping);
    checkpoints_.link(*newest, stopping_.best_update());
    saved_update_ = *newest;
  }
  progress_ = from.progress;
  require_at_most_done();
  earlier_seconds_ = from.seconds;
  if (!finished()) {
    cursor_ =
        std::make_unique<BatchCursor>(task_, static_cast<uint64_t>(from.seed), progress_.epochs, from.batch);
  }
}

// A shorter duration would leave a configuration that does not lead to the model beside it. In tokens a run
// passes its duration by a part of a batch.
void Trainer::require_at_most_done() const {
  const Duration& duration = options_.training.duration;
  const Duration done{progress_.in(duration.unit), duration.unit};
  if (duration.unit == DurationUnit::tokens || done.amount <= duration.amount) return;
  throw UsageError(
      {.operation = "going on with a run",
       .where = folder_.path().string(),
       .found = "a run of " + to_string(done) + " and a training.duration of " + to_string(duration),
       .expected = "a duration that is not over yet",
       .hint = "lengthen it, or start another run with --output"});
}

// A batch too large for the machine is to end the run now, not in the epoch that first draws it. How much a
// step takes is known by formula; how much CUDA has left for it is not.
void Trainer::check_largest_batch() {
  if (finished()) return;
  const auto seed = static_cast<uint64_t>(options_.training.seed);
  const auto stream = task_.batches(seed, progress_.epochs, task_.largest_batch(seed, progress_.epochs));
  const auto batch = stream->next();
  if (step_.parameters().device().is_cpu()) {
    require_step_memory(task_, *batch);
    return;
  }
  step_.add(*batch, 0, 0);
  step_.abandon();
}

bool Trainer::finished() const {
  const Duration& duration = options_.training.duration;
  return progress_.in(duration.unit) >= duration.amount || stopping_.exhausted();
}

bool Trainer::make_update(const StopRequest& stop) {
  Progress next = progress_;
  ++next.updates;
  for (int64_t micro_batch = 0; micro_batch < options_.training.accumulate; ++micro_batch) {
    if (stop.asked()) {
      step_.abandon();
      return false;
    }
    const std::unique_ptr<Batch> batch = cursor_->next();
    step_.add(*batch, next.updates, micro_batch);
    next.tokens += batch->target_tokens;
    if (cursor_->at_epoch_end()) break;
  }
  learning_rate_ = options_.training.optimizer.lr * schedule_(progress_, next);
  step_.apply(next.updates, learning_rate_);
  if (cursor_->at_epoch_end()) ++next.epochs;
  throughput_.add(next.tokens - progress_.tokens);
  progress_ = next;
  batch_ = cursor_->at_epoch_end() ? 0 : cursor_->batch();
  return true;
}

void Trainer::after_update(const Progress& before) {
  for (Observer* observer : observers_) observer->on_progress(progress_, updates_planned());
  const bool last = finished();
  // The first too: that it works, and how fast, is not to be waited for.
  if (last || progress_.updates == 1 || progress_.updates % options_.training.log_every == 0) log();
  const bool validation_due = last || is_due(options_.validation.every, before, progress_);
  const bool checkpoint_due = last || is_due(options_.checkpoints.every, before, progress_);
  if (!validation_due && !checkpoint_due) return;
  throughput_.pause();
  const bool is_best = validation_due && validate();
  if (checkpoint_due || is_best) save();
  throughput_.start();
}

void Trainer::log() {
  const IntervalReport interval = step_.report();
  UpdateReport report;
  report.progress = progress_;
  report.updates_planned = updates_planned();
  report.loss = interval.loss;
  report.nll = interval.nll;
  report.learning_rate = learning_rate_;
  report.gradient_norm = interval.gradient_norm;
  report.skipped_updates = interval.skipped_updates;
  report.tokens_per_second = throughput_.take();
  report.seconds = elapsed();
  report.seconds_left = seconds_left();
  notify(&Observer::on_update, report);
}

bool Trainer::validate() {
  const auto begin = Clock::now();
  ValidationReport report;
  {
    const TrainStep::Published published(step_);
    report.scores = task_.evaluate();
  }
  if (report.scores.empty()) return false;  // the task has nothing to score on
  refuse_lost_model(report.scores);
  report.progress = progress_;
  report.is_best = stopping_.add(report.scores, progress_.updates);
  report.seconds = seconds_since(begin);
  notify(&Observer::on_validation, report);
  return report.is_best;
}

// What is not finite any more does not come back, and must not take the place of an older checkpoint.
void Trainer::refuse_lost_model(const Scores& scores) const {
  const auto loss = scores.find("loss");
  if (loss == scores.end()) return;
  require_finite_loss(loss->second,
                      {.operation = "validating the model of update " + std::to_string(progress_.updates),
                       .where = folder_.path().string(),
                       .hint = "train with a smaller training.optimizer.lr or a longer warm-up; checkpoints "
                               "saved before are as they were"});
}

void Trainer::save() {
  const auto write = [&](const std::filesystem::path& staged) {
    const TrainStep::Published published(step_);
    task_.save(staged);
    write_run_state(staged, state(), step_);
  };
  for (Observer* observer : observers_) observer->on_saving();
  const std::filesystem::path folder = checkpoints_.save(progress_.updates, stopping_.best_update(), write);
  saved_update_ = progress_.updates;
  notify(&Observer::on_checkpoint, CheckpointReport{progress_, folder});
}

int64_t Trainer::updates_planned() const {
  // An estimate may be passed.
  return planned_.unit == DurationUnit::updates ? std::max(planned_.amount, progress_.updates) : 0;
}

double Trainer::elapsed() const { return earlier_seconds_ + seconds_since(begin_); }

double Trainer::seconds_left() const {
  const int64_t now = progress_.in(planned_.unit), left = std::max<int64_t>(planned_.amount - now, 0);
  const auto done = static_cast<double>(now - started_.in(planned_.unit));
  return done > 0 ? static_cast<double>(left) * seconds_since(begin_) / done : 0;
}

RunState Trainer::state() const {
  RunState state;
  state.progress = progress_;
  state.batch = batch_;
  state.seed = options_.training.seed;
  state.data_fingerprint = task_.data_fingerprint();
  state.threads = at::get_num_threads();
  state.seconds = elapsed();
  state.early_stopping = stopping_.to_json();
  return state;
}

}  // namespace attend
