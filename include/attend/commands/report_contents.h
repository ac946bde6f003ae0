#pragma once

#include <filesystem>

#include <torch/types.h>

#include "attend/reporting/run_report.h"
#include "attend/tasks/fine_tuning_config.h"
#include "attend/tasks/masked_lm_config.h"
#include "attend/tasks/translation_config.h"

namespace attend {

/// Adds what a translation run's report shows beside its log: the model's size, statistics of the data, and
/// some translations of the validation data. `model` is a model folder, or empty where there is none yet;
/// what cannot be had is said in the report's notes.
void describe(const TranslationConfig& config, const std::filesystem::path& model, torch::Device device,
              RunReport& report);

/// Of pre-training a report has the log and the configuration alone, which it says.
void describe(const MaskedLmConfig& config, const std::filesystem::path& model, torch::Device device,
              RunReport& report);
/// Of other tasks a report has the log and the configuration alone, which it says.
void describe(const FineTuningConfig& config, const std::filesystem::path& model, torch::Device device,
              RunReport& report);

}  // namespace attend
