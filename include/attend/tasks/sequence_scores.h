#pragma once

#include <string>
#include <vector>

#include <torch/types.h>

#include "attend/models/bert_heads.h"
#include "attend/ops/loss_sum.h"
#include "attend/tasks/label_scores.h"
#include "attend/training/task.h"

namespace attend {

/// What a loss of labels depends on beside logits and targets.
struct SequenceLossOptions {
  BertProblem problem = BertProblem::single_label_classification;
  double label_smoothing = 0.0;
  torch::Tensor class_weights = {};  ///< [C]; undefined: all 1
};

/// Cross-entropy of one label, the mean over labels of binary cross-entropy, or the squared error, summed
/// over the batch: logits [B, C], targets as SequenceLabels gives them, [B] or [B, C]. `count` is B.
LossSum sequence_loss(const torch::Tensor& logits, const torch::Tensor& targets,
                      const SequenceLossOptions& options);

/// The metrics of these names (sequence_metrics has them) over N examples: logits [N, C], targets [N] or
/// [N, C].
Scores score_sequences(const torch::Tensor& logits, const torch::Tensor& targets, BertProblem problem,
                       const std::vector<std::string>& metrics);

/// The scores of each class, or of each label of sets; none of a regression. Shapes as above.
LabelScores score_labels(const torch::Tensor& logits, const torch::Tensor& targets, BertProblem problem,
                         const std::vector<std::string>& labels);

}  // namespace attend
