#pragma once

#include <filesystem>
#include <optional>

#include "attend/config/schema.h"
#include "attend/data/data_parts.h"
#include "attend/data/length_filter.h"
#include "attend/data/parallel_files.h"

namespace attend {

/// The section "data" of a task that learns from sentence pairs.
struct ParallelDataOptions : LengthOptions {
  std::filesystem::path
      dir;  ///< what relative names of data files are relative to; empty: the config's folder
  std::filesystem::path cache;  ///< where encoded data is kept; empty: the user's cache folder
  ParallelFiles train;
  std::optional<ParallelFiles> validation;
};

/// The keys of that section.
Schema<ParallelDataOptions> parallel_data_schema();

/// Completes relative paths: `dir` and `cache` as Problems::resolve does, those of data files from `dir`.
/// `problems` is scoped to the section.
void resolve_paths(ParallelDataOptions& options, const std::filesystem::path& config_folder,
                   const Problems& problems);

/// Adds a problem for every file of the parts `needed` that is not there. `problems` is scoped to the
/// section.
void check_files(const ParallelDataOptions& options, DataParts needed, Problems& problems);

}  // namespace attend
