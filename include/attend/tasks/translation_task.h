#pragma once

#include <filesystem>
#include <memory>
#include <string>
#include <string_view>

#include "attend/decoding/translator.h"
#include "attend/models/translation_model.h"
#include "attend/tasks/epoch_planner.h"
#include "attend/tasks/translation_config.h"
#include "attend/tasks/translation_data.h"
#include "attend/training/task.h"

namespace attend {

/// Training of a sentence-to-sentence model, scored by its loss and by translating the validation data.
class TranslationTask final : public Task {
 public:
  TranslationTask(const TranslationConfig& config, TranslationData data, TranslationModel model,
                  torch::Device device);

  torch::nn::Module& model() override { return *model_.network; }
  int64_t batch_count(uint64_t seed, int64_t epoch) override;
  int64_t largest_batch(uint64_t seed, int64_t epoch) override;
  std::unique_ptr<BatchStream> batches(uint64_t seed, int64_t epoch, int64_t first) override;
  double activations(const Batch& batch) const override;
  LossSum loss(const Batch& batch, Context& context) override;
  Scores evaluate() override;
  bool larger_is_better(const std::string& metric) const override;
  uint64_t data_fingerprint() const override;
  void save(const std::filesystem::path& folder) const override;

 private:
  bool has_metric(std::string_view name) const;
  void add_losses(Scores& scores) const;
  /// The metrics asked for that compare translations of the validation data with its references.
  std::vector<std::string> text_metrics() const;

  TranslationConfig config_;
  TranslationData data_;
  TranslationModel model_;
  torch::Device device_;
  EpochPlanner planner_;
};

}  // namespace attend
