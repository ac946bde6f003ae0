#pragma once

#include <array>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "attend/data/table_options.h"
#include "attend/tasks/fine_tuning_config.h"

namespace attend {

/// How much an example counts in the loss. balanced: labels count as much as each other, whatever their
/// number of examples; the mean weight of the training examples is 1.
enum class ClassWeights { none, balanced };
inline auto enum_names(ClassWeights) {
  using Name = std::pair<ClassWeights, std::string_view>;
  return std::array{Name{ClassWeights::none, "none"}, Name{ClassWeights::balanced, "balanced"}};
}

/// The configuration of a run with "task": "sequence_classification".
struct SequenceClassificationConfig : FineTuningConfig {
  TableDataOptions data;
  BertProblem problem_type = BertProblem::single_label_classification;
  std::vector<std::string> labels;    ///< in the order of their ids; empty: those of the training data
  std::string label_separator = ",";  ///< between the labels of a multi-label example
  ClassWeights class_weights = ClassWeights::none;
};

/// The keys of such a task's configuration, with what contradicts itself in it.
Schema<SequenceClassificationConfig> sequence_classification_schema();

/// The metrics that a problem has, beside the loss.
std::vector<std::string> sequence_metrics(BertProblem problem);

}  // namespace attend
