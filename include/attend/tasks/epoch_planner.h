#pragma once

#include <cstdint>

#include "attend/data/batch_plan.h"
#include "attend/training/options.h"

namespace attend {

/// Plans the batches of an epoch as a run's options say, and keeps the plan of the epoch asked for last.
class EpochPlanner {
 public:
  EpochPlanner(ExampleLengths lengths, const TrainingOptions& options);

  /// A pure function of seed and epoch. Valid until another epoch is asked for.
  const BatchPlan& plan(uint64_t seed, int64_t epoch);
  /// The batch of that plan that takes most.
  int64_t largest_batch(uint64_t seed, int64_t epoch, const BatchCost& cost);

 private:
  ExampleLengths lengths_;
  BatchLimits limits_;
  BatchOrder order_;
  uint64_t seed_ = 0;
  int64_t epoch_ = -1;
  BatchPlan plan_;
};

}  // namespace attend
