#include "attend/tasks/epoch_planner.h"

#include <utility>

namespace attend {

EpochPlanner::EpochPlanner(ExampleLengths lengths, const TrainingOptions& options)
    : lengths_(std::move(lengths)),
      limits_{options.batch_tokens, options.batch_sentences},
      order_(options.batches) {}

const BatchPlan& EpochPlanner::plan(uint64_t seed, int64_t epoch) {
  if (epoch_ != epoch || seed_ != seed) {
    const auto make_plan = order_ == BatchOrder::random ? plan_at_random : plan_by_length;
    plan_ = make_plan(lengths_, limits_, seed, epoch);
    seed_ = seed;
    epoch_ = epoch;
  }
  return plan_;
}

int64_t EpochPlanner::largest_batch(uint64_t seed, int64_t epoch, const BatchCost& cost) {
  return static_cast<int64_t>(attend::largest_batch(plan(seed, epoch), lengths_, cost));
}

}  // namespace attend
