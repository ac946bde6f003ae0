#pragma once

#include <cstdint>
#include <filesystem>

#include "attend/core/duration.h"
#include "attend/core/json.h"
#include "attend/training/train_step.h"

namespace attend {

/// Where a run stands, always between two updates: with the tensors of TrainStep all it needs to go on.
struct RunState {
  Progress progress;
  int64_t batch = 0;  ///< batches of epoch `progress.epochs` already used
  int64_t seed = 0;
  uint64_t data_fingerprint = 0;  ///< of the task
  int threads = 0;
  double seconds = 0;  ///< of all parts of the run
  Json early_stopping;
};

/// Writes `state.json` and `training_state.safetensors` into a checkpoint's folder.
void write_run_state(const std::filesystem::path& folder, const RunState& state, const TrainStep& step);

/// Reads them back. Throws Error where the data or the seed is not `now`'s, where a file is not what was
/// written, and where the tensors are those of another model; warns of another number of threads, which
/// changes the last bits.
RunState read_run_state(const std::filesystem::path& folder, const RunState& now, TrainStep& step);

}  // namespace attend
