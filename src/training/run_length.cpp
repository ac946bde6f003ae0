#include "attend/training/run_length.h"

#include "attend/training/batch_cursor.h"

namespace attend {
namespace {

// The same length in what updates can be counted in: updates, or tokens where it is in tokens.
Duration without_epochs(Task& task, const Duration& duration, const TrainingOptions& options) {
  if (duration.unit == DurationUnit::tokens) return duration;
  const auto seed = static_cast<uint64_t>(options.seed);
  return {planned_updates(task, duration, seed, options.accumulate), DurationUnit::updates};
}

}  // namespace

Duration planned_length(Task& task, const TrainingOptions& options) {
  Duration length = options.duration;
  if (length.unit != DurationUnit::epochs || needs_length(options.schedule.type))
    return without_epochs(task, length, options);
  const Duration first_epoch = without_epochs(task, {1, DurationUnit::epochs}, options);
  return {length.amount * first_epoch.amount, DurationUnit::updates};
}

Schedule schedule_for(Task& task, const TrainingOptions& options, const Duration& run) {
  return make_schedule(options.schedule, without_epochs(task, options.schedule.warmup, options), run);
}

}  // namespace attend
