#pragma once

#include <string>
#include <vector>

#include <torch/types.h>

#include "attend/data/label_set.h"
#include "attend/data/written_labels.h"
#include "attend/models/bert_heads.h"
#include "attend/tasks/sequence_classification_config.h"

namespace attend {

/// What the labels of texts mean: numbers of classes, sets of classes, or numbers.
class SequenceLabels {
 public:
  /// The labels that the configuration gives, else those found in the training data, in the order of `known`
  /// where these are the same. Throws Error where there is but one class.
  SequenceLabels(const SequenceClassificationConfig& config, const std::vector<WrittenLabel>& training,
                 const std::vector<std::string>& known = {});
  /// Those of a model.
  SequenceLabels(const BertHead& head, std::string separator);

  BertProblem problem() const { return problem_; }
  const LabelSet& names() const { return names_; }
  BertHead head() const;

  /// What each of `labels` stands for: [L] int64, [L, C] float (1 where a label applies), or [L] double.
  /// Throws Error naming the place of one that is not known, or is no number.
  torch::Tensor targets(const std::vector<WrittenLabel>& labels) const;

 private:
  BertProblem problem_;
  std::string separator_;
  LabelSet names_;
};

}  // namespace attend
