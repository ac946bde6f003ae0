#pragma once

#include <cstdint>
#include <memory>

#include <torch/types.h>

#include "attend/ops/product_precision.h"
#include "attend/training/communicator.h"
#include "attend/training/flat_parameters.h"
#include "attend/training/optimizer.h"
#include "attend/training/options.h"
#include "attend/training/task.h"
#include "attend/training/weight_average.h"

namespace attend {

/// What has been added up since the last report.
struct IntervalReport {
  double loss = 0;  ///< per token
  double nll = 0;   ///< per token
  double gradient_norm = 0;
  int64_t skipped_updates = 0;  ///< of the whole run
};

/// One update: micro-batches are added, their gradients summed, reduced over processes, divided once by the
/// number of target tokens, clipped and given to the optimizer. A loss or gradient that is not finite changes
/// nothing but the count of such updates. All of it stays on the device; only `report` and, on the CPU,
/// `apply` read anything.
class TrainStep {
 public:
  TrainStep(Task& task, const TrainingOptions& options, Communicator& communicator);

  /// Forward and backward of micro-batch number `micro_batch` of update `update`.
  void add(const Batch& batch, int64_t update, int64_t micro_batch);
  /// Forgets the micro-batches added since the last update.
  void abandon();
  /// Makes update `update`. Throws Error (on CUDA `report` does) after too many in a row that were not
  /// finite.
  void apply(int64_t update, double learning_rate);

  /// Sums since the last call, over all processes.
  IntervalReport report();

  /// While it lives, the model's parameters are the fp32 weights to score and save: the moving average where
  /// there is one, else the masters.
  class Published {
   public:
    explicit Published(TrainStep& step);
    ~Published();
    Published(const Published&) = delete;
    Published& operator=(const Published&) = delete;

   private:
    TrainStep& step_;
  };

  /// The live tensors that a run needs to go on; after writing to them call `restored`.
  NamedTensors state() const;
  void restored() { parameters_.publish(); }
  const FlatParameters& parameters() const { return parameters_; }

 private:
  LossSum forward(const Batch& batch, Context& context);
  void count_bad(const at::Tensor& bad);
  void refuse_bad_row() const;

  Task& task_;
  TrainingOptions options_;
  ops::ProductPrecision products_;
  Communicator& communicator_;
  FlatParameters parameters_;
  std::unique_ptr<Optimizer> optimizer_;
  std::unique_ptr<WeightAverage> average_;  // null where it is off
  int64_t update_ = 0;                      // the last one made
  at::Tensor sums_;                         // [3] fp64: loss, nll and count of the update being made
  at::Tensor interval_;  // [3] fp64: the same since the last report, without skipped updates
  at::Tensor bad_;       // [3] fp64: skipped updates; the latest row of them; the longest row
  at::Tensor norm_;      // fp64 scalar: of the last update's gradient, before clipping
};

}  // namespace attend
