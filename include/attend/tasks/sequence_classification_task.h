#pragma once

#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "attend/data/labelled_texts.h"
#include "attend/tasks/fine_tuning_task.h"
#include "attend/tasks/sequence_classification_config.h"
#include "attend/tasks/sequence_labels.h"
#include "attend/tasks/sequence_scores.h"

namespace attend {

/// What a sequence classification learns from and is scored on.
struct SequenceClassificationData {
  LabelledTexts train;
  std::optional<LabelledTexts> validation;
};

/// Encodes the data, or finds it encoded in the cache, and logs what it is.
SequenceClassificationData load_sequence_data(const SequenceClassificationConfig& config,
                                              const WordPieceTokenizer& tokenizer);

/// Loss and metrics of a model with such a head on labelled texts, and what its labels are worth.
Evaluation evaluate_sequences(const BertModel& model, const LabelledTexts& texts,
                              const SequenceLabels& labels, const SequenceClassificationConfig& config,
                              torch::Device device);

/// Training of a BERT that tells the label of a text or a pair of texts.
class SequenceClassificationTask final : public FineTuningTask {
 public:
  SequenceClassificationTask(const SequenceClassificationConfig& config, SequenceClassificationData data,
                             SequenceLabels labels, BertModel model, torch::Device device);

  LossSum loss(const Batch& batch, Context& context) override;
  Scores evaluate() override;
  uint64_t data_fingerprint() const override;

 private:
  SequenceClassificationConfig config_;
  std::vector<WrittenLabel> written_;  // of the training data
  std::optional<LabelledTexts> validation_;
  SequenceLabels labels_;
  torch::Tensor targets_;  // what each written label stands for
  SequenceLossOptions loss_;
};

}  // namespace attend
