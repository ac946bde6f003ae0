#pragma once

#include <map>
#include <string>

#include "attend/metrics/classification.h"
#include "attend/training/task.h"

namespace attend {

/// Precision, recall and F1 of each label, or type of entity, by name.
using LabelScores = std::map<std::string, PrecisionRecall>;

/// What a model is worth on some examples.
struct Evaluation {
  Scores scores;
  LabelScores labels = {};  ///< none of tasks without labels
};

}  // namespace attend
