#include "attend/training/early_stopping.h"

#include <cmath>
#include <limits>
#include <utility>

#include "attend/core/error.h"
#include "attend/core/json_fields.h"
#include "attend/core/strings.h"

namespace attend {

EarlyStopping::EarlyStopping(std::string metric, bool larger_is_better, int64_t patience)
    : metric_(std::move(metric)), larger_is_better_(larger_is_better), patience_(patience) {}

bool EarlyStopping::add(const Scores& scores, int64_t update) {
  const auto score = scores.find(metric_);
  if (score == scores.end()) {
    std::vector<std::string> names;
    for (const auto& [name, value] : scores) names.push_back(name);
    throw UsageError({.operation = "choosing the best checkpoint",
                      .where = "validation.best",
                      .found = metric_,
                      .expected = "one of the scores: " + join(names, ", ")});
  }
  const bool better = std::isfinite(score->second) && (best_update_ == 0 || is_better(scores));
  ++without_improvement_;
  if (better) {
    best_ = scores;
    best_update_ = update;
    without_improvement_ = 0;
  }
  return better;
}

bool EarlyStopping::is_better(const Scores& scores) const {
  const double now = scores.at(metric_), before = best_.at(metric_);
  if (now != before) return larger_is_better_ == (now > before);
  const auto loss = scores.find("loss"), best_loss = best_.find("loss");
  return loss != scores.end() && best_loss != best_.end() && loss->second < best_loss->second;
}

Json EarlyStopping::to_json() const {
  return {{"metric", metric_},
          {"best", best_},
          {"best_update", best_update_},
          {"without_improvement", without_improvement_}};
}

void EarlyStopping::restore(const Json& json) {
  const JsonFields state(json, {.operation = "resuming a run", .where = "early_stopping"});
  if (state.text("metric") != metric_) return;
  // JSON has no infinity: a score that was not finite reads back as null, and says nothing.
  for (const auto& [name, value] : state.value("best").items())
    if (value.is_number()) best_[name] = value.get<double>();
  constexpr auto most = std::numeric_limits<int64_t>::max();
  best_update_ = state.integer("best_update", 0, {}, most);
  without_improvement_ = state.integer("without_improvement", 0, {}, most);
}

}  // namespace attend
