#include "attend/commands/training_observers.h"

#include "attend/reporting/json_log.h"
#include "attend/reporting/progress.h"
#include "attend/reporting/tensorboard.h"
#include "attend/reporting/terminal.h"

namespace attend {

TrainingObservers::TrainingObservers(const std::filesystem::path& run, const Json& facts,
                                     const CommonOptions& options) {
  observers_.push_back(std::make_unique<JsonLog>(run / "log.jsonl", facts));
  observers_.push_back(std::make_unique<TensorBoardEvents>(run));
  if (!options.quiet) observers_.push_back(make_progress(Terminal::standard_error()));
}

std::vector<Observer*> TrainingObservers::list() const {
  std::vector<Observer*> observers;
  for (const auto& observer : observers_) observers.push_back(observer.get());
  return observers;
}

}  // namespace attend
