#include "attend/training/schedule.h"

#include <algorithm>
#include <cmath>
#include <numbers>
#include <utility>

#include "attend/core/error.h"

namespace attend {
namespace curves {
namespace {

// The share of `whole` that `part` is. An update counted in tokens may begin before the end of the warm-up
// and finish after it, or after the end of the run.
double share(int64_t part, int64_t whole) {
  if (whole <= 0) return 1;
  return std::clamp(static_cast<double>(part) / static_cast<double>(whole), 0.0, 1.0);
}

// From `from` at 0 to `to` at 1, along half a cosine.
double anneal(double from, double to, double position) {
  return to + (from - to) * (1 + std::cos(std::numbers::pi * position)) / 2;
}

}  // namespace

Curve constant() {
  return [](const Stride&) { return 1.0; };
}

Curve warmup(int64_t w) {
  return [w](const Stride& stride) { return share(stride.after, w); };
}

Curve inverse_sqrt(int64_t w) {
  return [w](const Stride& stride) {
    return std::sqrt(static_cast<double>(w) / static_cast<double>(stride.after));
  };
}

Curve linear(int64_t w, int64_t T, double final) {
  return [=](const Stride& stride) { return 1 - (1 - final) * share(stride.before - w, T - w); };
}

Curve cosine(int64_t w, int64_t T, double final) {
  return [=](const Stride& stride) { return anneal(1, final, share(stride.before - w, T - w)); };
}

Curve one_cycle(int64_t w, int64_t T, double initial, double final) {
  Curve up = [=](const Stride& stride) { return anneal(initial, 1, share(stride.before, w - 1)); };
  Curve down = [=](const Stride& stride) { return anneal(1, final, share(stride.after - w, T - w)); };
  return join(std::move(up), w, std::move(down));
}

Curve join(Curve first, int64_t last, Curve then) {
  return [first = std::move(first), last, then = std::move(then)](const Stride& stride) {
    return stride.after <= last ? first(stride) : then(stride);
  };
}

}  // namespace curves

namespace {

Curve curve_of(const ScheduleOptions& options, int64_t w, int64_t T) {
  switch (options.type) {
    case ScheduleType::constant:
      return curves::join(curves::warmup(w), w, curves::constant());
    case ScheduleType::inverse_sqrt:
      return curves::join(curves::warmup(w), w, curves::inverse_sqrt(std::max<int64_t>(w, 1)));
    case ScheduleType::linear:
      return curves::join(curves::warmup(w), w, curves::linear(w, T, options.final));
    case ScheduleType::cosine:
      return curves::join(curves::warmup(w), w, curves::cosine(w, T, options.final));
    case ScheduleType::one_cycle:
      break;
  }
  return curves::one_cycle(w, T, options.initial, options.final);
}

[[noreturn]] void refuse(const Duration& warmup, const Duration& run, std::string expected) {
  throw UsageError({.operation = "planning the learning rate",
                    .where = "training.schedule.warmup",
                    .found = "a warm-up of " + to_string(warmup) + " in a run of " + to_string(run),
                    .expected = std::move(expected),
                    .hint = "change training.schedule.warmup or training.duration"});
}

}  // namespace

bool needs_length(ScheduleType type) {
  return type == ScheduleType::linear || type == ScheduleType::cosine || type == ScheduleType::one_cycle;
}

Schedule make_schedule(const ScheduleOptions& options, const Duration& warmup, const Duration& run) {
  // Without a warm-up the run's unit is the only one.
  const DurationUnit unit = warmup.amount > 0 ? warmup.unit : run.unit;
  if (unit == run.unit && warmup.amount >= run.amount) refuse(warmup, run, "a warm-up shorter than the run");
  if (unit != run.unit && needs_length(options.type))
    refuse(warmup, run, "both in tokens, or neither: what follows the warm-up depends on the run's length");
  return [unit, curve = curve_of(options, warmup.amount, run.amount)](const Progress& before,
                                                                      const Progress& after) {
    return curve({before.in(unit), after.in(unit)});
  };
}

}  // namespace attend
