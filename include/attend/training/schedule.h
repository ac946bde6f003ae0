#pragma once

#include <cstdint>
#include <functional>

#include "attend/training/options.h"

namespace attend {

/// The learning rate's factor as a function of the update being made, u = 1, 2, ..., and of nothing else.
/// Below, w is the number of warm-up updates, T that of the whole run, and (u - 1 - w) / (T - w) the decay's
/// position t in [0, 1).
using Schedule = std::function<double(int64_t update)>;

namespace schedules {

/// 1.
Schedule constant();
/// From `from` to `to`, reached at update w: u / w where `from` is 0 and `to` 1.
Schedule warmup(int64_t w);
/// sqrt(w / u): with the warm-up before it, Vaswani et al. 2017, section 5.3, scaled to 1 at its peak.
Schedule inverse_sqrt(int64_t w);
/// 1 - (1 - final) t: 1 at the first update after the warm-up, and still above `final` at the last one.
Schedule linear(int64_t w, int64_t T, double final);
/// final + (1 - final) (1 + cos(pi t)) / 2: Loshchilov & Hutter 2017, "SGDR", equation 5, without restarts.
Schedule cosine(int64_t w, int64_t T, double final);
/// Half a cosine from `initial` at u = 1 to 1 at u = w, another to `final` at u = T: Smith & Topin 2018,
/// "Super-convergence", in the form of PyTorch's OneCycleLR with two phases.
Schedule one_cycle(int64_t w, int64_t T, double initial, double final);

/// `first` up to and with update `last`, `then` after it.
Schedule join(Schedule first, int64_t last, Schedule then);

}  // namespace schedules

/// Whether a schedule's shape depends on the number of updates of the run.
bool needs_planned_updates(ScheduleType type);

/// The schedule of `options` for a run of `planned` updates (0 where that is not known), `warmup` of which
/// are warm-up. Throws UsageError where the warm-up leaves no update after it.
Schedule make_schedule(const ScheduleOptions& options, int64_t warmup, int64_t planned);

}  // namespace attend
