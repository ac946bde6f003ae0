#pragma once

#include <string>
#include <vector>

#include "attend/training/observer.h"

namespace attend::test {

inline Progress progress_at(int64_t updates) { return {updates, updates / 100, updates * 1000}; }

inline UpdateReport update_at(int64_t updates, double seconds) {
  return {.progress = progress_at(updates),
          .updates_planned = 200,
          .loss = 4.0 - 0.01 * static_cast<double>(updates),
          .nll = 3.5 - 0.01 * static_cast<double>(updates),
          .learning_rate = 5e-4,
          .gradient_norm = 1.25,
          .skipped_updates = 0,
          .tokens_per_second = 4096 + seconds,
          .seconds = seconds,
          .seconds_left = 723};
}

inline ValidationReport validation_at(int64_t updates, double seconds) {
  return {.progress = progress_at(updates),
          .scores = {{"loss", 2.5}, {"bleu", 31.25}},
          .is_best = true,
          .seconds = seconds};
}

inline CheckpointReport checkpoint_at(int64_t updates) {
  return {progress_at(updates), "checkpoints/step-" + std::to_string(updates)};
}

/// A run of 200 updates as observers see it from update `from` on: figures each 50, validation and a
/// checkpoint each 100. `seconds` stands for all that differs from run to run.
inline void run(Observer& observer, int64_t from, int64_t to, double seconds) {
  observer.on_start(progress_at(from));
  for (int64_t update = from + 1; update <= to; ++update) {
    observer.on_progress(progress_at(update), 200);
    if (update % 50 == 0) observer.on_update(update_at(update, seconds));
    if (update % 100 != 0) continue;
    observer.on_validation(validation_at(update, seconds));
    observer.on_checkpoint(checkpoint_at(update));
  }
}

inline void end(Observer& observer, int64_t updates, EndReason reason, double seconds) {
  observer.on_end({progress_at(updates), reason, {{"loss", 2.5}, {"bleu", 31.25}}, seconds});
}

}  // namespace attend::test
