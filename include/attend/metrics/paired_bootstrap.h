#pragma once

#include <cstdint>

#include "attend/metrics/metric.h"

namespace attend {

/// A score over resampled test sets: its mean, and half the width of the interval that holds 95 % of them.
struct ResampledScore {
  double mean = 0;
  double interval = 0;
};

/// Two systems compared on the same sentences.
struct PairedBootstrap {
  ResampledScore system;
  ResampledScore baseline;
  /// How probable a difference as large as the real one is where the systems do not differ.
  double p_value = 1;
};

/// The paired bootstrap test (Koehn 2004, "Statistical Significance Tests for Machine Translation
/// Evaluation"), as sacreBLEU makes it: both systems are scored on `samples` test sets drawn from the
/// sentences with replacement; p is the share of samples whose absolute difference is above the mean one by
/// more than the real difference. The draws are ours, a function of `seed`, so p differs from sacreBLEU's by
/// sampling error. Both metrics hold the same sentences, as `score_corpus` left them. Throws Error where they
/// do not.
PairedBootstrap paired_bootstrap(const Metric& system, const Metric& baseline, int64_t samples,
                                 uint64_t seed);

}  // namespace attend
