#pragma once

#include <cstdint>
#include <memory>

#include "attend/core/duration.h"
#include "attend/training/task.h"

namespace attend {

/// Walks over the batches of a task, epoch after epoch, from any place without work for what is before it.
class BatchCursor {
 public:
  /// The next batch is number `batch` of `epoch`; `batch` may be the number of the epoch's batches.
  BatchCursor(Task& task, uint64_t seed, int64_t epoch, int64_t batch);

  /// Throws Error where an epoch has no batches or fewer than the task said.
  std::unique_ptr<Batch> next();
  /// Whether the batch that `next` gave last was its epoch's last one.
  bool at_epoch_end() const { return batch_ == count_; }

  int64_t epoch() const { return epoch_; }  ///< of the batch given last
  int64_t batch() const { return batch_; }  ///< batches of the epoch given so far

 private:
  void open(int64_t epoch, int64_t batch);

  Task& task_;
  uint64_t seed_;
  int64_t epoch_ = 0, batch_ = 0, count_ = 0;
  std::unique_ptr<BatchStream> stream_;
};

/// The number of updates in `duration`, 0 for one in tokens, which only the run itself can tell. Each epoch
/// is cut into groups of `accumulate` batches; its last update takes what is left, so that no update spans
/// two epochs.
int64_t planned_updates(Task& task, const Duration& duration, uint64_t seed, int64_t accumulate);

/// Whether a multiple of `every` was passed between two states of a run. Never where its amount is 0.
bool is_due(const Duration& every, const Progress& before, const Progress& now);

}  // namespace attend
