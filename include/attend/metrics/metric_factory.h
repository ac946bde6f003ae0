#pragma once

#include <memory>

#include "attend/metrics/bleu.h"
#include "attend/metrics/chrf.h"
#include "attend/metrics/ter.h"

namespace attend {

/// The options of all metrics; each takes its own.
struct MetricOptions {
  BleuOptions bleu;
  ChrfOptions chrf;  ///< word_order is 2 in any case for "chrf++"
  TerOptions ter;
};

/// The metric called `name`: "bleu", "chrf", "chrf++" or "ter". Throws UsageError with the nearest name.
std::unique_ptr<Metric> make_metric(std::string_view name, const MetricOptions& options = {});

/// The names `make_metric` knows.
std::vector<std::string> metric_names();

}  // namespace attend
