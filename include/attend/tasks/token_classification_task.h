#pragma once

#include <optional>
#include <vector>

#include "attend/data/label_set.h"
#include "attend/data/tagged_words.h"
#include "attend/tasks/fine_tuning_task.h"
#include "attend/tasks/label_scores.h"
#include "attend/tasks/token_classification_config.h"

namespace attend {

/// What a token classification learns from and is scored on.
struct TokenClassificationData {
  TaggedWords train;
  std::optional<TaggedWords> validation;
};

/// Encodes the data, or finds it encoded in the cache, and logs what it is.
TokenClassificationData load_tagged_data(const TokenClassificationConfig& config,
                                         const WordPieceTokenizer& tokenizer);

/// The labels that the configuration gives, else the tags of the training data, in the order of `known` where
/// these are the same.
LabelSet tag_labels(const TokenClassificationConfig& config, const std::vector<WrittenLabel>& training,
                    const std::vector<std::string>& known = {});

/// Loss a word, and metrics, of a model with such a head on tagged words, and what its types of entities are
/// worth, or its tags where they are of no entities.
Evaluation evaluate_tags(const BertModel& model, const TaggedWords& words, const LabelSet& labels,
                         const TokenClassificationConfig& config, torch::Device device);

/// Training of a BERT that tells the tag of each word. The first piece of a word stands for it.
class TokenClassificationTask final : public FineTuningTask {
 public:
  TokenClassificationTask(const TokenClassificationConfig& config, TokenClassificationData data,
                          LabelSet labels, BertModel model, torch::Device device);

  LossSum loss(const Batch& batch, Context& context) override;
  Scores evaluate() override;
  uint64_t data_fingerprint() const override;

 private:
  TokenClassificationConfig config_;
  std::vector<WrittenLabel> written_;  // of the training data
  std::optional<TaggedWords> validation_;
  LabelSet labels_;
  torch::Tensor targets_;  // what each number in the store stands for
};

}  // namespace attend
