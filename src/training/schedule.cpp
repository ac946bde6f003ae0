#include "attend/training/schedule.h"

#include <cmath>
#include <numbers>
#include <string>
#include <utility>

#include "attend/core/error.h"

namespace attend {
namespace schedules {
namespace {

// From `from` at 0 to `to` at 1, along half a cosine.
double anneal(double from, double to, double position) {
  return to + (from - to) * (1 + std::cos(std::numbers::pi * position)) / 2;
}

double decay_position(int64_t update, int64_t w, int64_t T) {
  return static_cast<double>(update - 1 - w) / static_cast<double>(T - w);
}

}  // namespace

Schedule constant() {
  return [](int64_t) { return 1.0; };
}

Schedule warmup(int64_t w) {
  return [w](int64_t update) { return static_cast<double>(update) / static_cast<double>(w); };
}

Schedule inverse_sqrt(int64_t w) {
  return [w](int64_t update) { return std::sqrt(static_cast<double>(w) / static_cast<double>(update)); };
}

Schedule linear(int64_t w, int64_t T, double final) {
  return [=](int64_t update) { return 1 - (1 - final) * decay_position(update, w, T); };
}

Schedule cosine(int64_t w, int64_t T, double final) {
  return [=](int64_t update) { return anneal(1, final, decay_position(update, w, T)); };
}

Schedule one_cycle(int64_t w, int64_t T, double initial, double final) {
  const auto share = [](int64_t part, int64_t whole) {
    return whole > 0 ? static_cast<double>(part) / static_cast<double>(whole) : 1.0;
  };
  Schedule up = [=](int64_t update) { return anneal(initial, 1, share(update - 1, w - 1)); };
  Schedule down = [=](int64_t update) { return anneal(1, final, share(update - w, T - w)); };
  return join(std::move(up), w, std::move(down));
}

Schedule join(Schedule first, int64_t last, Schedule then) {
  return [first = std::move(first), last, then = std::move(then)](int64_t update) {
    return update <= last ? first(update) : then(update);
  };
}

}  // namespace schedules

namespace {

Schedule decay(const ScheduleOptions& options, int64_t w, int64_t T) {
  switch (options.type) {
    case ScheduleType::inverse_sqrt:
      return schedules::inverse_sqrt(w > 0 ? w : 1);
    case ScheduleType::linear:
      return schedules::linear(w, T, options.final);
    case ScheduleType::cosine:
      return schedules::cosine(w, T, options.final);
    case ScheduleType::constant:
    case ScheduleType::one_cycle:
      break;
  }
  return schedules::constant();
}

}  // namespace

bool needs_planned_updates(ScheduleType type) {
  return type == ScheduleType::linear || type == ScheduleType::cosine || type == ScheduleType::one_cycle;
}

Schedule make_schedule(const ScheduleOptions& options, int64_t warmup, int64_t planned) {
  if (planned > 0 && warmup >= planned) {
    throw UsageError(
        {.operation = "planning the learning rate",
         .where = "training.schedule.warmup",
         .found = std::to_string(warmup) + " updates of warm-up in a run of " + std::to_string(planned),
         .expected = "a warm-up shorter than the run",
         .hint = "shorten training.schedule.warmup or lengthen training.duration"});
  }
  if (options.type == ScheduleType::one_cycle)
    return schedules::one_cycle(warmup, planned, options.initial, options.final);
  return schedules::join(schedules::warmup(warmup), warmup, decay(options, warmup, planned));
}

}  // namespace attend
