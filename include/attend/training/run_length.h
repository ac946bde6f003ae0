#pragma once

#include "attend/core/duration.h"
#include "attend/training/options.h"
#include "attend/training/schedule.h"
#include "attend/training/task.h"

namespace attend {

/// The length of a run, in updates, or in tokens where `options.duration` is in tokens. Where no schedule
/// depends on it the first epoch stands for all: to plan every epoch of a large corpus would hold up the
/// first update.
Duration planned_length(Task& task, const TrainingOptions& options);

/// The learning rate's curve over a run of length `run`. Throws UsageError where the warm-up does not fit
/// into it.
Schedule schedule_for(Task& task, const TrainingOptions& options, const Duration& run);

}  // namespace attend
