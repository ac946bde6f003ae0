#include "attend/nn/evaluation_mode.h"

#include <map>
#include <mutex>

namespace attend::nn {
namespace {

// A module changes its mode under the lock: one that is just being left is not taken for one that is held.
std::mutex mutex;
std::map<const torch::nn::Module*, std::weak_ptr<const EvaluationMode>> held;

}  // namespace

std::shared_ptr<const EvaluationMode> EvaluationMode::of(const std::shared_ptr<torch::nn::Module>& module) {
  const std::lock_guard lock(mutex);
  auto& mode = held[module.get()];
  if (auto shared = mode.lock()) return shared;
  const std::shared_ptr<const EvaluationMode> made(new EvaluationMode(module));
  mode = made;
  return made;
}

EvaluationMode::EvaluationMode(std::shared_ptr<torch::nn::Module> module) : module_(std::move(module)) {
  const torch::NoGradGuard no_gradient;
  module_->eval();
}

EvaluationMode::~EvaluationMode() {
  const std::lock_guard lock(mutex);
  const auto entry = held.find(module_.get());
  // Somebody may have asked again, and even left again, since the last holder of this one did.
  if (entry == held.end() || !entry->second.expired()) return;
  module_->train();
  held.erase(entry);
}

}  // namespace attend::nn
