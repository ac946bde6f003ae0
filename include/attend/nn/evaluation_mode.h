#pragma once

#include <memory>

#include <torch/nn/module.h>

#include "attend/ops/weight_precision.h"

namespace attend::nn {

/// A module is in evaluation mode while somebody holds one of these: layers keep copies of their weights in
/// the layout that products read (PackedLayer). The weights must not change meanwhile.
class EvaluationMode {
 public:
  /// That of `module`, which is shared by all who ask for it, on any thread. Throws Error where it is held in
  /// another precision.
  static std::shared_ptr<const EvaluationMode> of(
      const std::shared_ptr<torch::nn::Module>& module,
      ops::WeightPrecision precision = ops::WeightPrecision::fp32);

  ~EvaluationMode();
  EvaluationMode(const EvaluationMode&) = delete;
  EvaluationMode& operator=(const EvaluationMode&) = delete;

 private:
  EvaluationMode(std::shared_ptr<torch::nn::Module> module, ops::WeightPrecision precision);

  std::shared_ptr<torch::nn::Module> module_;
  ops::WeightPrecision precision_;
};

}  // namespace attend::nn
