#pragma once

#include <filesystem>

#include "attend/core/json.h"

namespace attend {

/// Whether `folder` is that of one run, or of the runs of several seeds.
bool is_run_folder(const std::filesystem::path& folder);

/// How far a run is, from its log and its checkpoints: "status", "updates", "epochs", "best" (the scores of
/// the best validation and its update), "checkpoints", and what "best" and "last" are linked to. Of a folder
/// with several seeds: "seeds", with these for each run.
Json describe_run(const std::filesystem::path& folder);

}  // namespace attend
