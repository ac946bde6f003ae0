#pragma once

#include <memory>
#include <vector>

#include "attend/training/batch_cursor.h"
#include "attend/training/checkpoint_store.h"
#include "attend/training/communicator.h"
#include "attend/training/early_stopping.h"
#include "attend/training/observer.h"
#include "attend/training/options.h"
#include "attend/training/run_folder.h"
#include "attend/training/run_state.h"
#include "attend/training/schedule.h"
#include "attend/training/stop.h"
#include "attend/training/task.h"
#include "attend/training/throughput.h"
#include "attend/training/train_step.h"

namespace attend {

/// What every task's configuration says of training.
struct TrainerOptions {
  TrainingOptions training;
  ValidationOptions validation;
  CheckpointOptions checkpoints;
};

/// Trains the model of a task in a run folder, from its newest whole checkpoint or from the start, to the end
/// of the duration, until scores stop improving, or until asked to stop. A run that was cut off at any
/// moment, even while it wrote a checkpoint, and went on is bit-identical to one that never was, on the CPU
/// with as many threads.
class Trainer {
 public:
  /// All of these must outlive the trainer. Throws UsageError where options and task contradict each other.
  Trainer(Task& task, const TrainerOptions& options, const RunFolder& folder, Communicator& communicator,
          std::vector<Observer*> observers);

  /// To be called once. `stop` is looked at between micro-batches; what a half-made update added is
  /// forgotten.
  EndReport run(const StopRequest& stop);

 private:
  void resume();
  void require_at_most_done() const;
  void check_largest_batch();
  bool finished() const;
  bool make_update(const StopRequest& stop);
  void after_update(const Progress& before);
  void log();
  bool validate();
  void refuse_lost_model(const Scores& scores) const;
  void save();
  int64_t updates_planned() const;  // 0 where the run is so many tokens long
  double elapsed() const;
  double seconds_left() const;
  RunState state() const;
  template <class Report>
  void notify(void (Observer::*event)(const Report&), const Report& report);

  Task& task_;
  TrainerOptions options_;
  const RunFolder& folder_;
  Communicator& communicator_;
  std::vector<Observer*> observers_;
  Duration planned_;  // the length of the run, in updates or tokens
  Schedule schedule_;
  TrainStep step_;
  EarlyStopping stopping_;
  CheckpointStore checkpoints_;
  std::unique_ptr<BatchCursor> cursor_;
  Throughput throughput_;
  Progress progress_;
  double learning_rate_ = 0;   // of the last update
  int64_t batch_ = 0;          // batches of epoch progress_.epochs already used
  Progress started_;           // where this part of the run began
  int64_t saved_update_ = -1;  // the newest checkpoint
  double earlier_seconds_ = 0;
  Clock::time_point begin_ = Clock::now();
};

}  // namespace attend
