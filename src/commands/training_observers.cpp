#include "attend/commands/training_observers.h"

namespace attend {

TrainingObservers::TrainingObservers(const std::filesystem::path&, const CommonOptions&) {}

std::vector<Observer*> TrainingObservers::list() const {
  std::vector<Observer*> observers;
  for (const auto& observer : observers_) observers.push_back(observer.get());
  return observers;
}

}  // namespace attend
