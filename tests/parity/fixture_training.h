#pragma once

#include <functional>

#include <gtest/gtest.h>

#include "attend/training/train_step.h"

namespace attend::test {

/// The loss of a fixture's one batch.
using FixtureLoss = std::function<LossSum(Context&)>;

/// Trains on a fixture's batch again and again.
class FixtureTask : public Task {
 public:
  FixtureTask(torch::nn::Module& model, FixtureLoss loss) : model_(model), loss_(std::move(loss)) {}

  torch::nn::Module& model() override { return model_; }
  int64_t batch_count(uint64_t, int64_t) override { return 1; }
  int64_t largest_batch(uint64_t, int64_t) override { return 0; }
  std::unique_ptr<BatchStream> batches(uint64_t, int64_t, int64_t) override { return nullptr; }
  LossSum loss(const Batch&, Context& context) override { return loss_(context); }
  double activations(const Batch&) const override { return 0; }
  Scores evaluate() override { return {}; }
  bool larger_is_better(const std::string&) const override { return false; }
  uint64_t data_fingerprint() const override { return 0; }
  void save(const std::filesystem::path&) const override {}

 private:
  torch::nn::Module& model_;
  FixtureLoss loss_;
};

/// Ten updates of AdamW, with the options of the fixtures' scripts, have `losses` [10] before them. Dropout
/// is off in the fixtures' configurations, so the training context draws nothing.
inline void expect_ten_losses(torch::nn::Module& model, FixtureLoss loss, const torch::Tensor& losses) {
  FixtureTask task(model, std::move(loss));
  TrainingOptions options;
  options.optimizer = {
      .type = OptimizerType::adamw, .lr = 1e-2, .betas = {0.9, 0.98}, .eps = 1e-9, .weight_decay = 0.1};
  options.clip_norm = 1.0;
  SingleProcess communicator;
  TrainStep step(task, options, communicator);
  Batch batch;
  batch.target_tokens = 12;
  for (int64_t update = 1; update <= 10; ++update) {
    step.add(batch, update, 0);
    step.apply(update, options.optimizer.lr);
    EXPECT_NEAR(step.report().loss, losses[update - 1].item<double>(), 1e-5) << "update " << update;
  }
}

}  // namespace attend::test
