#pragma once

#include <filesystem>
#include <vector>

#include "attend/config/schema.h"
#include "attend/data/data_parts.h"
#include "attend/data/masking.h"
#include "attend/data/pretraining_examples.h"
#include "attend/data/raw_text.h"

namespace attend {

/// Whether every epoch has pairs and hidden tokens of its own.
enum class MaskChanges {
  every_epoch,  ///< dynamic masking (Liu et al. 2019, "RoBERTa", section 4.1)
  never         ///< static masking: every epoch is the first one again
};
inline auto enum_names(MaskChanges) {
  using Name = std::pair<MaskChanges, std::string_view>;
  return std::array{Name{MaskChanges::every_epoch, "every_epoch"}, Name{MaskChanges::never, "never"}};
}

/// Some epochs with examples of one length.
struct PhaseOptions {
  int64_t max_length = 128;  ///< ids of an example, symbols counted
  int64_t epochs = 0;        ///< of the phase; 0: the last one, to the end of the run
};

/// The section "data" of a task that learns from raw text.
struct PretrainingDataOptions : RawTextOptions {
  std::filesystem::path dir;    ///< what names of data files are relative to; empty: the config's folder
  std::filesystem::path cache;  ///< where encoded data is kept; empty: the user's cache folder
  std::vector<std::filesystem::path> train = {};
  std::vector<std::filesystem::path> validation = {};
  PretrainingInput input = PretrainingInput::packed;
  MaskingOptions masking = {};
  MaskChanges mask_changes = MaskChanges::every_epoch;
  std::vector<PhaseOptions> phases = {PhaseOptions()};

  /// Ids of an example of `epoch`.
  int64_t max_length(int64_t epoch) const;
  /// The most of any phase.
  int64_t max_length() const;
};

/// The keys of that section.
Schema<PretrainingDataOptions> pretraining_data_schema();

/// Completes relative paths: `dir` and `cache` as Problems::resolve does, those of data files from `dir`.
/// `problems` is scoped to the section.
void resolve_paths(PretrainingDataOptions& options, const std::filesystem::path& config_folder,
                   const Problems& problems);

/// Adds a problem for every file of the parts `needed` that is not there. `problems` is scoped to the
/// section.
void check_files(const PretrainingDataOptions& options, DataParts needed, Problems& problems);

}  // namespace attend
