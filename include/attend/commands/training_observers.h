#pragma once

#include <filesystem>
#include <memory>
#include <vector>

#include "attend/commands/common_options.h"
#include "attend/core/json.h"
#include "attend/training/observer.h"

namespace attend {

/// What watches a training run from the command line: log.jsonl and TensorBoard's events in the run folder,
/// progress on standard error.
class TrainingObservers {
 public:
  /// `facts` is what the log's first line says of the run.
  TrainingObservers(const std::filesystem::path& run, const Json& facts, const CommonOptions& options);

  std::vector<Observer*> list() const;

 private:
  std::vector<std::unique_ptr<Observer>> observers_;
};

}  // namespace attend
