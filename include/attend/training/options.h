#pragma once

#include <array>
#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "attend/core/duration.h"

namespace attend {

/// What the model computes in. bf16: on CUDA weights and activations are bf16; on the CPU they stay fp32 and
/// products round them as they read them (ops::ProductPrecision). The optimizer works on fp32 masters.
enum class Precision { fp32, bf16 };
inline auto enum_names(Precision) {
  return std::array{std::pair{Precision::fp32, std::string_view("fp32")},
                    std::pair{Precision::bf16, std::string_view("bf16")}};
}

/// Kingma and Ba 2015; Loshchilov and Hutter 2019 (decoupled weight decay); gradient descent with momentum.
enum class OptimizerType { adam, adamw, sgd };
inline auto enum_names(OptimizerType) {
  return std::array{std::pair{OptimizerType::adam, std::string_view("adam")},
                    std::pair{OptimizerType::adamw, std::string_view("adamw")},
                    std::pair{OptimizerType::sgd, std::string_view("sgd")}};
}

/// Which examples meet in a batch.
enum class BatchOrder { by_length, random };
inline auto enum_names(BatchOrder) {
  return std::array{std::pair{BatchOrder::by_length, std::string_view("by_length")},
                    std::pair{BatchOrder::random, std::string_view("random")}};
}

/// Biases and norms have no weight decay whatever the optimizer.
struct OptimizerOptions {
  OptimizerType type = OptimizerType::adamw;
  double lr = 5e-4;                           ///< at the schedule's peak
  std::array<double, 2> betas = {0.9, 0.98};  ///< adam, adamw
  double eps = 1e-9;                          ///< adam, adamw
  double weight_decay = 0.01;                 ///< adamw: decoupled from the gradient; adam, sgd: added to it
  double momentum = 0.9;                      ///< sgd
};

/// The shapes of a learning rate over a run, as training/schedule.h defines them.
enum class ScheduleType { constant, inverse_sqrt, linear, cosine, one_cycle };
inline auto enum_names(ScheduleType) {
  return std::array{std::pair{ScheduleType::constant, std::string_view("constant")},
                    std::pair{ScheduleType::inverse_sqrt, std::string_view("inverse_sqrt")},
                    std::pair{ScheduleType::linear, std::string_view("linear")},
                    std::pair{ScheduleType::cosine, std::string_view("cosine")},
                    std::pair{ScheduleType::one_cycle, std::string_view("one_cycle")}};
}

/// How the learning rate goes over a run; the formulas are in training/schedule.h.
struct ScheduleOptions {
  ScheduleType type = ScheduleType::inverse_sqrt;
  Duration warmup = {1000, DurationUnit::updates};
  double initial = 0.04;  ///< one_cycle: where it starts, as a share of lr
  double final = 0.0;     ///< linear, cosine, one_cycle: where it ends, as a share of lr
};

/// The configuration's section "training".
struct TrainingOptions {
  Duration duration = {20, DurationUnit::epochs};
  int64_t batch_tokens = 4096;  ///< tokens of the longer side, with padding, in one micro-batch
  int64_t batch_sentences = 0;  ///< most examples in one micro-batch; 0: as many as batch_tokens allows
  BatchOrder batches = BatchOrder::by_length;
  int64_t accumulate = 1;  ///< micro-batches per update
  Precision precision = Precision::fp32;
  double label_smoothing = 0.0;
  double clip_norm = 1.0;  ///< largest global gradient norm; 0: no clipping
  int64_t seed = 1;
  int64_t seeds = 1;  ///< runs to make, one after the other, with seed, seed + 1, ...
  OptimizerOptions optimizer = {};
  ScheduleOptions schedule = {};
  double ema = 0.0;  ///< decay of the weights' moving average, which is then what is scored and saved; 0: off
  int64_t max_bad_updates = 10;  ///< updates in a row that are not finite, after which the run ends
  int64_t log_every = 50;        ///< updates
};

/// The configuration's section "validation": when a model is scored, and which scores decide.
struct ValidationOptions {
  Duration every = {1, DurationUnit::epochs};
  std::vector<std::string> metrics = {};  ///< beside the loss, which is always there
  std::string best = "loss";              ///< the score that chooses the best checkpoint
  int64_t patience = 0;  ///< validations in a row without a better score, after which training ends; 0: never
};

/// The configuration's section "checkpoints".
struct CheckpointOptions {
  Duration every = {1, DurationUnit::epochs};
  int64_t keep = 3;  ///< newest ones that stay, besides the best
};

}  // namespace attend
