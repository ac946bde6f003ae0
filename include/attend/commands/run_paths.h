#pragma once

#include <filesystem>
#include <string>

namespace attend {

/// The model folder that RUN names on a command line: a model folder itself, or the best checkpoint of a run
/// folder. Throws UsageError where it is neither.
std::filesystem::path find_model_folder(const std::filesystem::path& run);

/// The same, or a folder of a tokenizer alone.
std::filesystem::path find_tokenizer_folder(const std::filesystem::path& folder);

/// Whether `file` is the configuration that a run keeps, and not a model's config.json.
bool is_run_config(const std::filesystem::path& file);

/// Whether RUN is a run folder with a checkpoint, and not a model folder.
bool is_trained_run(const std::filesystem::path& run);

/// Whether `path`, of a file on a command line, means standard input or output: it is empty or "-".
bool is_standard_stream(const std::filesystem::path& path);

/// What messages call the input that `path` names: its name or "standard input".
std::string name_of_input(const std::filesystem::path& path);

}  // namespace attend
