#pragma once

#include <cstdint>
#include <functional>

#include "attend/core/duration.h"
#include "attend/training/options.h"

namespace attend {

/// One update on a run's way, counted in updates or in target tokens: what was done before it, and with it.
/// Counted in updates, update u = 1, 2, ... is {u - 1, u}.
struct Stride {
  int64_t before = 0;
  int64_t after = 0;
};

/// The learning rate's factor over a run as a function of the update's place in it, and of nothing else.
/// Below, w is the length of the warm-up and T that of the whole run, in the unit of the stride.
using Curve = std::function<double(const Stride& stride)>;

namespace curves {

/// 1.
Curve constant();
/// after / w.
Curve warmup(int64_t w);
/// sqrt(w / after): with the warm-up before it, Vaswani et al. 2017, section 5.3, scaled to 1 at its peak.
Curve inverse_sqrt(int64_t w);
/// 1 - (1 - final) t with t = (before - w) / (T - w): 1 at the first update after the warm-up, and still
/// above `final` at the last one.
Curve linear(int64_t w, int64_t T, double final);
/// final + (1 - final) (1 + cos(pi t)) / 2: Loshchilov & Hutter 2017, "SGDR", equation 5, without restarts.
Curve cosine(int64_t w, int64_t T, double final);
/// Half a cosine from `initial` at the first update to 1 at the end of the warm-up, another to `final` at the
/// end of the run: Smith & Topin 2018, "Super-convergence", in the form of PyTorch's OneCycleLR with two
/// phases.
Curve one_cycle(int64_t w, int64_t T, double initial, double final);

/// `first` for what is done with `last` or earlier, `then` after it.
Curve join(Curve first, int64_t last, Curve then);

}  // namespace curves

/// The factor of an update from what was done before it and with it.
using Schedule = std::function<double(const Progress& before, const Progress& after)>;

/// Whether a schedule's shape depends on the length of the run.
bool needs_length(ScheduleType type);

/// The schedule of `options` for a warm-up and a run of these lengths; neither is in epochs. Throws
/// UsageError where the warm-up leaves nothing after it, and where the shape depends on the length of the run
/// and that is not in the unit of the warm-up.
Schedule make_schedule(const ScheduleOptions& options, const Duration& warmup, const Duration& run);

}  // namespace attend
