#pragma once

#include <filesystem>

#include "attend/core/file.h"
#include "attend/core/json.h"

namespace attend {

/// Refuses to go on with a run under a configuration that changes what it computes: one UsageError names
/// every key whose value differs, other than `training.duration`, `training.log_every`, `validation`,
/// `probes`, `checkpoints`, `reporting`.
void check_resumable(const Json& before, const Json& now);

/// What to do with a run folder that is there already.
enum class RunStart { fresh, resume };

/// The folder of one run, locked while this lives. It keeps the resolved configuration, which reproduces the
/// run.
class RunFolder {
 public:
  /// Throws UsageError where `start` is fresh and a run is there, or where it is resume and `check_resumable`
  /// refuses; Error where another process works in it. Resuming what was never begun begins it.
  RunFolder(std::filesystem::path path, const Json& config, RunStart start);

  const std::filesystem::path& path() const { return path_; }

  /// Writes `config.json`. The trainer calls it when all is ready, so that a start that failed before is
  /// none.
  void begin() const;

 private:
  std::filesystem::path path_;
  Json config_;
  FileLock lock_;
};

}  // namespace attend
