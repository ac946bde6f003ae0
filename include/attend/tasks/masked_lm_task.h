#pragma once

#include <filesystem>
#include <memory>
#include <optional>
#include <string>

#include "attend/data/sentence_store.h"
#include "attend/models/bert_model.h"
#include "attend/tasks/masked_lm_batches.h"
#include "attend/tasks/masked_lm_config.h"
#include "attend/training/task.h"

namespace attend {

/// What a pre-training run learns from and is scored on.
struct MaskedLmData {
  SentenceStore train;
  std::optional<SentenceStore> validation;
};

/// Encodes the data, or finds it encoded in the cache.
MaskedLmData load_masked_lm_data(const MaskedLmConfig& config, const Tokenizer& tokenizer);

/// The model that the configuration describes, with initial weights or those of its folder.
BertModel make_masked_lm_model(const MaskedLmConfig& config,
                               std::shared_ptr<const WordPieceTokenizer> tokenizer);

/// Scores a model with a head for hidden tokens on `text`: the loss and, where the configuration has them,
/// all metrics. Which tokens are hidden is the same in all runs. Throws Error where the text gives no
/// example.
Scores evaluate_masked_lm(const BertModel& model, const SentenceStore& text, const MaskedLmConfig& config,
                          torch::Device device);

/// Pre-training of a BERT on raw text.
class MaskedLmTask final : public Task {
 public:
  MaskedLmTask(const MaskedLmConfig& config, MaskedLmData data, BertModel model, torch::Device device);

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
  double activations(int64_t rows, int64_t length) const;
  const BertForMaskedLm& network() const;
  const MaskedLmPlan& plan(uint64_t seed, int64_t epoch);

  MaskedLmConfig config_;
  MaskedLmData data_;
  BertModel model_;
  torch::Device device_;
  Masker masker_;
  // The plan of the epoch that is being trained.
  struct {
    uint64_t seed = 0;
    int64_t epoch = -1;
    MaskedLmPlan epoch_plan;
  } planned_;
};

}  // namespace attend
