#include "attend/metrics/paired_bootstrap.h"

#include <algorithm>
#include <cmath>

#include "attend/core/error.h"
#include "attend/core/mean.h"
#include "attend/core/random.h"

namespace attend {
namespace {

double score_of(const Metric& metric, const std::vector<size_t>& sentences) {
  std::vector<double> sum(metric.statistics(0).size(), 0.0);
  for (const auto sentence : sentences) {
    const auto row = metric.statistics(sentence);
    for (size_t i = 0; i < sum.size(); ++i) sum[i] += row[i];
  }
  return metric.result(sum).score;
}

ResampledScore summary_of(std::vector<double> scores) {
  ResampledScore summary{.mean = mean_of(scores)};
  std::sort(scores.begin(), scores.end());
  const auto cut = scores.size() / 40;  // 2.5 % at either end
  summary.interval = (scores[scores.size() - 1 - cut] - scores[cut]) / 2;
  return summary;
}

// `differences` without sign, as sacreBLEU takes them.
double p_value_of(const std::vector<double>& differences, double real) {
  const double mean = mean_of(differences);
  const auto further = std::count_if(differences.begin(), differences.end(),
                                     [&](double difference) { return difference - mean > std::abs(real); });
  return (static_cast<double>(further) + 1) / (static_cast<double>(differences.size()) + 1);
}

}  // namespace

PairedBootstrap paired_bootstrap(const Metric& system, const Metric& baseline, int64_t samples,
                                 uint64_t seed) {
  if (system.size() != baseline.size() || system.size() == 0)
    throw Error(
        {.operation = "comparing two systems",
         .found = std::to_string(system.size()) + " and " + std::to_string(baseline.size()) + " sentences",
         .expected = "the same, at least one"});
  std::vector<double> system_scores, baseline_scores, differences;
  std::vector<size_t> drawn(system.size());
  for (int64_t sample = 0; sample < samples; ++sample) {
    Stream stream(seed, RandomPurpose::bootstrap, {.step = static_cast<uint64_t>(sample)});
    for (auto& sentence : drawn) sentence = stream.next_below(system.size());
    system_scores.push_back(score_of(system, drawn));
    baseline_scores.push_back(score_of(baseline, drawn));
    differences.push_back(std::abs(system_scores.back() - baseline_scores.back()));
  }
  const double real = system.value().score - baseline.value().score;
  return {summary_of(std::move(system_scores)), summary_of(std::move(baseline_scores)),
          p_value_of(differences, real)};
}

}  // namespace attend
