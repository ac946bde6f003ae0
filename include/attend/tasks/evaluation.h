#pragma once

#include <filesystem>

#include <torch/types.h>

#include "attend/tasks/config.h"
#include "attend/tasks/label_scores.h"

namespace attend {

/// Scores a BERT's folder that was trained as `config` says on the validation part of `config`: every metric
/// of its task, the loss, and the scores of its labels. Throws UsageError where there is no such part, where
/// `config` is a translation's, and where the folder's head is for another task; Error for a label that the
/// model does not know.
Evaluation evaluate_model(const TaskConfig& config, const std::filesystem::path& folder,
                          torch::Device device);

}  // namespace attend
