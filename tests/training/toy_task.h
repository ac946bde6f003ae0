#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <set>
#include <utility>
#include <vector>

#include <torch/nn/module.h>
#include <torch/nn/modules/embedding.h>
#include <torch/nn/modules/linear.h>
#include <torch/nn/modules/normalization.h>
#include <torch/nn/pimpl.h>
#include <torch/types.h>

#include "attend/training/task.h"

namespace attend::test {

struct ToyBatch : Batch {
  torch::Tensor ids;      ///< [B, T] int64
  torch::Tensor targets;  ///< [B, T] int64
};

/// Embedding, linear layer, layer norm and a projection: each symbol's successor is to be learnt.
class ToyModelImpl : public torch::nn::Module {
 public:
  explicit ToyModelImpl(uint64_t seed);
  /// ids [B, T] -> logits [B, T, V]
  torch::Tensor forward(const torch::Tensor& ids, Context& context, double dropout);

  torch::nn::Embedding embedding{nullptr};
  torch::nn::Linear hidden{nullptr}, output{nullptr};
  torch::nn::LayerNorm norm{nullptr};
};
TORCH_MODULE(ToyModel);

/// A task of a few milliseconds with dropout, batches of several sizes and epochs of several lengths. Hooks
/// stand where a run can be cut off or go wrong.
class ToyTask : public Task {
 public:
  explicit ToyTask(double dropout = 0.1) : dropout_(dropout) {}

  torch::nn::Module& model() override { return *model_; }
  int64_t batch_count(uint64_t seed, int64_t epoch) override;
  int64_t largest_batch(uint64_t seed, int64_t epoch) override;
  std::unique_ptr<BatchStream> batches(uint64_t seed, int64_t epoch, int64_t first) override;
  LossSum loss(const Batch& batch, Context& context) override;
  double activations(const Batch&) const override { return activation_count; }
  Scores evaluate() override;
  bool larger_is_better(const std::string& metric) const override;
  uint64_t data_fingerprint() const override { return fingerprint; }
  void save(const std::filesystem::path& folder) const override;

  static ToyBatch make_batch(uint64_t seed, int64_t epoch, int64_t number);

  uint64_t fingerprint = 42;
  double activation_count = 0;
  std::function<void()> on_evaluate = [] {};
  std::function<void()> on_save = [] {};
  std::set<int64_t> spoilt;                         ///< calls of `loss` (from 1) that give NaN
  std::vector<std::pair<int64_t, int64_t>> opened;  ///< epoch and first batch of every stream asked for

 private:
  double dropout_;
  ToyModel model_{7};
  int64_t losses_ = 0;
};

}  // namespace attend::test
