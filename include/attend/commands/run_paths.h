#pragma once

#include <filesystem>

namespace attend {

/// The model folder that RUN names on a command line: a model folder itself, or the best checkpoint of a run
/// folder. Throws UsageError where it is neither.
std::filesystem::path find_model_folder(const std::filesystem::path& run);

}  // namespace attend
