#pragma once

#include <string>
#include <vector>

#include "attend/data/tagged_words.h"
#include "attend/tasks/fine_tuning_config.h"

namespace attend {

/// The configuration of a run with "task": "token_classification".
struct TokenClassificationConfig : FineTuningConfig {
  TaggedDataOptions data;
  std::vector<std::string> labels;  ///< in the order of their ids; empty: the tags of the training data
};

/// The keys of such a task's configuration, with what contradicts itself in it.
Schema<TokenClassificationConfig> token_classification_schema();

/// The metrics of tags, beside the loss.
std::vector<std::string> token_metrics();

}  // namespace attend
