#pragma once

#include <filesystem>
#include <memory>
#include <string>

#include "attend/models/bert_model.h"
#include "attend/tasks/bert_batches.h"
#include "attend/tasks/epoch_planner.h"
#include "attend/tasks/fine_tuning_config.h"
#include "attend/tasks/learnt_tokenizers.h"
#include "attend/tokenizers/wordpiece_files.h"
#include "attend/training/task.h"

namespace attend {

/// What all tasks have in common that train a BERT's classifier on the examples of a token store.
class FineTuningTask : public Task {
 public:
  torch::nn::Module& model() override { return *model_.network; }
  int64_t batch_count(uint64_t seed, int64_t epoch) override;
  int64_t largest_batch(uint64_t seed, int64_t epoch) override;
  std::unique_ptr<BatchStream> batches(uint64_t seed, int64_t epoch, int64_t first) override;
  double activations(const Batch& batch) const override;
  double learning_rate_share(const std::string& parameter) const override;
  bool larger_is_better(const std::string& metric) const override;
  void save(const std::filesystem::path& folder) const override;

 protected:
  FineTuningTask(const FineTuningConfig& config, BertModel model, TokenStore examples, NoteLayout layout,
                 torch::Device device);

  const TokenStore& examples() const { return examples_; }
  const BertModel& bert() const { return model_; }
  BertClassifier& classifier() const { return dynamic_cast<BertClassifier&>(*model_.network); }
  torch::Device device() const { return device_; }

 private:
  double activations(int64_t rows, int64_t length) const;

  FineTuningOptions options_;
  BertModel model_;
  TokenStore examples_;
  NoteLayout layout_;
  torch::Device device_;
  EpochPlanner planner_;
};

/// The tokenizer of the folder `from`; where it is empty the vocabulary is learnt from the training texts of
/// `config`, or found in the cache where it was.
template <std::derived_from<FineTuningConfig> C>
std::shared_ptr<const WordPieceTokenizer> make_wordpiece(const C& config, const std::filesystem::path& from) {
  if (!from.empty()) return open_wordpiece(from);
  return learn_wordpiece(config.tokenizer, config.data.train, texts_of(config.data.train, config.data),
                         TokenCache(config.data.cache));
}

/// A model for `head`: with the weights of the configuration's folder, or with initial ones.
BertModel make_bert_for(const FineTuningConfig& config, const BertHead& head,
                        std::shared_ptr<const WordPieceTokenizer> tokenizer);

}  // namespace attend
