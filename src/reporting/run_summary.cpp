#include "attend/reporting/run_summary.h"

#include <cmath>
#include <string>
#include <utility>

#include "attend/core/mean.h"
#include "attend/reporting/run_log.h"

namespace attend {
namespace {

Scores finite_scores(const LoggedScores& named) {
  Scores scores;
  for (const auto& [name, value] : named) {
    if (std::isfinite(value)) scores[name] = value;
  }
  return scores;
}

using Part = std::pair<const char*, Scores RunSummary::*>;
constexpr Part parts[] = {
    {"training", &RunSummary::training}, {"last", &RunSummary::last}, {"best", &RunSummary::best}};

// The value of a score in each run; empty where one of them lacks it.
std::vector<double> values_of(const std::vector<SeedRun>& runs, Scores RunSummary::*part,
                              const std::string& name) {
  std::vector<double> values;
  for (const auto& run : runs) {
    const auto& scores = run.summary.*part;
    if (const auto found = scores.find(name); found != scores.end()) values.push_back(found->second);
  }
  return values.size() == runs.size() ? values : std::vector<double>();
}

double deviation_of(const std::vector<double>& values, double mean) {
  if (values.size() < 2) return 0;
  double squares = 0;
  for (const double value : values) squares += (value - mean) * (value - mean);
  return std::sqrt(squares / static_cast<double>(values.size() - 1));
}

Json to_json(const SeedRun& run) {
  Json json = {{"seed", run.seed}, {"folder", run.folder.generic_string()}, {"updates", run.summary.updates}};
  for (const auto& [name, part] : parts) json[name] = run.summary.*part;
  return json;
}

}  // namespace

std::optional<RunSummary> summarise_run(const std::filesystem::path& file) {
  const auto log = read_run_log(file);
  if (!log.end || log.end->reason == "stopped_by_signal") return std::nullopt;
  RunSummary summary{
      .updates = log.end->updates, .training = {}, .last = {}, .best = finite_scores(log.end->best)};
  if (!log.updates.empty())
    summary.training = finite_scores({{"loss", log.updates.back().loss}, {"nll", log.updates.back().nll}});
  if (!log.validations.empty()) summary.last = finite_scores(log.validations.back().scores);
  return summary;
}

Json summarise_seeds(const std::vector<SeedRun>& runs) {
  Json list = Json::array(), means = Json::object(), deviations = Json::object();
  for (const auto& run : runs) list.push_back(to_json(run));
  for (const auto& [part_name, part] : parts) {
    means[part_name] = deviations[part_name] = Json::object();
    if (runs.empty()) continue;
    for (const auto& [name, first] : runs.front().summary.*part) {
      const auto values = values_of(runs, part, name);
      if (values.empty()) continue;
      const double mean = mean_of(values);
      means[part_name][name] = mean;
      deviations[part_name][name] = deviation_of(values, mean);
    }
  }
  return {
      {"runs", std::move(list)}, {"mean", std::move(means)}, {"standard_deviation", std::move(deviations)}};
}

}  // namespace attend
