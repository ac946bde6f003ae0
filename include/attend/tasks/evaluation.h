#pragma once

#include <filesystem>
#include <vector>

#include <torch/types.h>

#include "attend/tasks/config.h"
#include "attend/tasks/label_scores.h"

namespace attend {

/// Scores a model folder that was fine-tuned as `config` says: every metric of its task, the loss, and
/// the scores of its labels.
/// `files` hold the examples; where there are none it is the validation part of `config`. Throws UsageError
/// where that is missing too, where `config` is a translation's, and where the folder's head is for another
/// task; Error for a label that the model does not know.
Evaluation evaluate_model(const TaskConfig& config, const std::filesystem::path& folder,
                          const std::vector<std::filesystem::path>& files, torch::Device device);

}  // namespace attend
