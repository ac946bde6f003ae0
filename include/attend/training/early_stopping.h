#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "attend/core/json.h"
#include "attend/training/task.h"

namespace attend {

/// Which validation was the best so far, and how many there were since.
class EarlyStopping {
 public:
  /// `patience` 0: never exhausted.
  EarlyStopping(std::string metric, bool larger_is_better, int64_t patience);

  /// True where `scores` are better than all before; of equal ones those with the smaller "loss". What is not
  /// finite never is. Throws UsageError where the
  /// metric is not among them.
  bool add(const Scores& scores, int64_t update);
  bool exhausted() const { return patience_ > 0 && without_improvement_ >= patience_; }

  const Scores& best_scores() const { return best_; }
  int64_t best_update() const { return best_update_; }  ///< 0 where there is none

  Json to_json() const;
  /// Goes on where `json` was written; from the start where another metric was asked for then.
  void restore(const Json& json);

 private:
  bool is_better(const Scores& scores) const;

  std::string metric_;
  bool larger_is_better_;
  int64_t patience_;
  Scores best_;
  int64_t best_update_ = 0;
  int64_t without_improvement_ = 0;
};

}  // namespace attend
