#pragma once

#include <filesystem>
#include <functional>
#include <vector>

#include "attend/core/file.h"
#include "attend/core/json.h"

namespace attend {

/// Refuses to go on with a run under a configuration that changes what it computes: one UsageError names
/// every key whose value differs, other than `training.duration`, `training.log_every`, `validation`,
/// `probes`, `checkpoints`, `decoding`, `reporting`. What of these has changed is logged.
void check_resumable(const Json& before, const Json& now);

/// What to do with a run folder that is there already.
enum class RunStart { fresh, resume };

/// Reads a stored configuration, with the defaults of the keys that were not there when it was written.
using ReadConfig = std::function<Json(const std::filesystem::path& file)>;

/// The folder of one run, locked while this lives. It keeps the resolved configuration, which reproduces the
/// run.
class RunFolder {
 public:
  /// Throws UsageError where `start` is fresh and a run, or only a part of one, is there, or where it is
  /// resume and `check_resumable` refuses; Error where what is resumed has lost its configuration or another
  /// process works in it. Resuming what was never begun begins it. A start that is refused leaves nothing.
  RunFolder(std::filesystem::path path, const Json& config, RunStart start,
            const ReadConfig& read_config = read_json);
  /// Removes what was made here for a run that never began, unless something else is in it.
  ~RunFolder();
  RunFolder(const RunFolder&) = delete;
  RunFolder& operator=(const RunFolder&) = delete;

  const std::filesystem::path& path() const { return path_; }
  /// What there is only because of this, file before folder, while the run has not begun; else nothing.
  std::vector<std::filesystem::path> traces() const;

  /// Writes `config.json`. The trainer calls it when all is ready, so that a start that failed before is
  /// none.
  void begin() const;

 private:
  void check(RunStart start, const ReadConfig& read_config) const;
  void go_on(const ReadConfig& read_config) const;

  std::filesystem::path path_;
  Json config_;
  bool was_there_, had_lock_;
  FileLock lock_;
};

}  // namespace attend
