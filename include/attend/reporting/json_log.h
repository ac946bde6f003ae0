#pragma once

#include <filesystem>
#include <memory>

#include "attend/core/json.h"
#include "attend/training/observer.h"

namespace attend {

class AppendFile;

/// log.jsonl: one JSON object a line, as docs/log-format.md describes. What is under "time" differs from run
/// to run; all else is the same in a run that was interrupted and resumed as in one that never was.
class JsonLog : public Observer {
 public:
  /// Opens `file` or creates it. `run` is what the first line says of the run beside its kind: the task, the
  /// number of parameters, ... Throws Error where the file cannot be written; so do the calls below.
  explicit JsonLog(const std::filesystem::path& file, Json run = Json::object());
  ~JsonLog() override;

  /// Cuts the file back to what belongs to `from`. The line of a checkpoint that was made just before the run
  /// was killed may be missing, and is added.
  void on_start(const Progress& from) override;
  void on_update(const UpdateReport& report) override;
  void on_validation(const ValidationReport& report) override;
  void on_saving() override;
  void on_checkpoint(const CheckpointReport& report) override;
  void on_end(const EndReport& report) override;

 private:
  void write(const Json& line);

  std::unique_ptr<AppendFile> file_;
  Json run_;
};

}  // namespace attend
