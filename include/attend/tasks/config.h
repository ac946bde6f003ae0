#pragma once

#include <filesystem>
#include <string>
#include <variant>
#include <vector>

#include "attend/config/load.h"
#include "attend/config/schema.h"
#include "attend/tasks/masked_lm_config.h"
#include "attend/tasks/question_answering_config.h"
#include "attend/tasks/sequence_classification_config.h"
#include "attend/tasks/token_classification_config.h"
#include "attend/tasks/translation_config.h"

namespace attend {

/// A whole configuration file; its key "task" chooses the alternative.
using TaskConfig = std::variant<TranslationConfig, MaskedLmConfig, SequenceClassificationConfig,
                                TokenClassificationConfig, QuestionAnsweringConfig>;

/// The keys of a whole configuration: those of the task that its key "task" names.
Schema<TaskConfig> config_schema();

/// Reads a configuration file with `--set` arguments over it; relative paths in it become relative to its
/// folder. Throws one UsageError with every mistake, files of the parts `needed` that are not there included.
TaskConfig load_config(const std::filesystem::path& file, const std::vector<std::string>& overrides,
                       DataParts needed = DataParts::all);

/// Reads the configuration that a run keeps; a key that came to be later has its default. The files that it
/// names are not looked for. Throws UsageError where it is not one.
TaskConfig read_run_config(const std::filesystem::path& file);

/// The configuration of a translation. Throws UsageError where `config` is one of another task; `where` names
/// it, and `operation` says what wants a translation.
const TranslationConfig& require_translation(const TaskConfig& config, const std::filesystem::path& where,
                                             const std::string& operation);

/// The names that "task" may have.
std::vector<std::string> task_names();

/// The configuration of the same task, kind of model and kind of tokenizer as `config`, with every key's
/// default. Keys that must be given have no useful value.
TaskConfig defaults_of(const TaskConfig& config);

}  // namespace attend
