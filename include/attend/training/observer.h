#pragma once

#include <cstdint>
#include <filesystem>

#include "attend/core/duration.h"
#include "attend/training/task.h"

namespace attend {

/// What is known after a logging interval. Losses are the interval's means over what LossSum
/// counts.
struct UpdateReport {
  Progress progress;
  int64_t updates_planned = 0;  ///< of the whole run, of epochs of different lengths about; 0: not known
  double loss = 0;              ///< training objective (with smoothing)
  double nll = 0;               ///< without smoothing
  double learning_rate = 0;
  double gradient_norm = 0;      ///< before clipping, of the interval's last update
  int64_t skipped_updates = 0;   ///< so far, because loss or gradient was not finite
  double tokens_per_second = 0;  ///< Batch::target_tokens; not deterministic
  double seconds = 0;            ///< since the run (all its parts) began; not deterministic
  double seconds_left = 0;       ///< estimate; not deterministic
};

struct ValidationReport {
  Progress progress;
  Scores scores;
  bool is_best = false;
  double seconds = 0;  ///< of this validation; not deterministic
};

struct CheckpointReport {
  Progress progress;
  std::filesystem::path folder;
};

/// How a run ended.
enum class EndReason { duration_reached, no_improvement, stopped_by_signal };

struct EndReport {
  Progress progress;
  EndReason reason = EndReason::duration_reached;
  Scores best;
  double seconds = 0;
};

/// Logs, progress bars, event files and pictures are observers of training. The trainer calls them in order,
/// from its own thread.
class Observer {
 public:
  virtual ~Observer() = default;
  /// Before the first update. `from` is where a resumed run goes on; everything written for later updates by
  /// the run that was interrupted is to be cut off.
  virtual void on_start(const Progress& /*from*/) {}
  /// Every update, cheap; without a synchronisation with the device.
  virtual void on_progress(const Progress& /*progress*/, int64_t /*updates_planned*/) {}
  virtual void on_update(const UpdateReport& /*report*/) {}
  virtual void on_validation(const ValidationReport& /*report*/) {}
  /// A checkpoint is about to be made: what an observer was told must be on the disk before this returns, so
  /// that a resumed run finds it there.
  virtual void on_saving() {}
  /// The checkpoint is whole on the disk. What an observer writes of it must be there before this returns.
  virtual void on_checkpoint(const CheckpointReport& /*report*/) {}
  virtual void on_end(const EndReport& /*report*/) {}
};

}  // namespace attend
