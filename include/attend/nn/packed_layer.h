#pragma once

#include <optional>

#include <torch/nn/module.h>
#include <torch/types.h>

#include "attend/ops/packed_weight.h"

namespace attend::nn {

/// A layer that multiplies by its weight. In evaluation mode (EvaluationMode) a copy of the weight in the
/// layout of products serves calls without gradient: the weight must not change meanwhile.
class PackedLayer : public torch::nn::Module {
 public:
  /// Makes the copy, of `weight` as it is now.
  virtual void pack(ops::WeightPrecision precision) { packed_.emplace(weight, precision); }
  /// Training drops the copy.
  void train(bool on = true) override;

  torch::Tensor weight;  ///< [out, in]

 protected:
  /// x W^T + b; bias [out] may be undefined.
  torch::Tensor multiply(const torch::Tensor& x, const torch::Tensor& bias) const;
  /// The copy, where there is one that may be used now; else null.
  const ops::PackedWeight* packed() const;

 private:
  std::optional<ops::PackedWeight> packed_;
};

}  // namespace attend::nn
