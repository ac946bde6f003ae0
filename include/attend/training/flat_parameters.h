#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <vector>

#include <torch/nn/module.h>

#include "attend/training/options.h"

namespace attend {

/// The share of the learning rate that the parameter of this name gets.
using RateShare = std::function<double(const std::string& parameter)>;

/// What parameters and activations are in where `asked` is computed in: fp32 on the CPU.
inline Precision stored_precision(torch::Device device, Precision asked) {
  return device.is_cpu() ? Precision::fp32 : asked;
}

/// A stretch of the flat buffers whose parameters are updated alike.
struct ParameterGroup {
  int64_t begin = 0;
  int64_t length = 0;     ///< the gaps behind its parameters included
  bool decays = false;    ///< whether weight decay applies
  double rate_share = 1;  ///< of the learning rate
};

/// All trainable parameters of a model as views of one flat fp32 buffer, and their gradients as views of
/// another, so that clipping, optimizer and averages are single passes over memory. Parameters with weight
/// decay come first, then those without (one dimension or none: biases, norms). Each starts at a multiple of
/// 64 bytes; the gaps stay zero. A tensor that two modules share is there once; parameters without
/// requires_grad have no place in the buffers.
///
/// In bf16 the fp32 buffer holds the masters and the model's parameters are views of a bf16 copy of it,
/// refreshed by `publish`; those of layer norms stay fp32, and those without requires_grad are bf16 copies.
/// Gradients are then bf16 and `collect` adds them to the fp32 sum, so that accumulation does not lose bits.
class FlatParameters {
 public:
  /// The model keeps its values; every parameter has the whole learning rate where `rate_share` is empty.
  /// Throws Error where there is nothing to train or the model lies on several devices.
  FlatParameters(torch::nn::Module& model, Precision precision, const RateShare& rate_share = {});

  const at::Tensor& values() const { return values_; }  ///< [size()] fp32: the masters
  at::Tensor& gradient() { return gradient_; }          ///< [size()] fp32
  int64_t size() const { return values_.numel(); }      ///< padding included
  /// The buffers from begin to end: two groups, or one, where all parameters have the same rate.
  const std::vector<ParameterGroup>& groups() const { return groups_; }
  int64_t parameter_count() const { return parameter_count_; }  ///< without padding
  at::Device device() const { return values_.device(); }
  /// Changes with names, shapes or places of the parameters.
  uint64_t layout() const;

  void zero_gradient();
  /// To be called after every backward.
  void collect();
  /// To be called after every change of `values()`.
  void publish();

  /// Makes the model's parameters views of `buffer`, [size()] fp32 in this layout, to score or save it.
  /// Gradients may not be made before `show_training`, which makes them what they were.
  void show(const at::Tensor& buffer);
  void show_training();

 private:
  struct Slot {
    std::string name;
    at::Tensor parameter;
    int64_t offset = 0;
    bool low_precision = false;

    bool decays() const { return parameter.dim() > 1; }
  };

  // A parameter without requires_grad, in the precision that is saved and in that of training.
  struct Frozen {
    at::Tensor parameter, full, low;
  };

  void place(torch::nn::Module& model, Precision precision);
  void group(const RateShare& rate_share);
  at::Tensor view(const at::Tensor& buffer, const Slot& slot) const;

  std::vector<Slot> slots_;
  std::vector<Frozen> frozen_;  // none in fp32
  std::vector<ParameterGroup> groups_;
  int64_t parameter_count_ = 0;
  at::Tensor values_, gradient_;          // fp32
  at::Tensor low_values_, low_gradient_;  // bf16; undefined in fp32
};

}  // namespace attend
