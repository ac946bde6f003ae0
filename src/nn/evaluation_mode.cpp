#include "attend/nn/evaluation_mode.h"

#include <map>
#include <mutex>
#include <string>

#include "attend/core/error.h"
#include "attend/core/names.h"
#include "attend/nn/packed_layer.h"

namespace attend::nn {
namespace {

// A module changes its mode under the lock: one that is just being left is not taken for one that is held.
std::mutex mutex;
std::map<const torch::nn::Module*, std::weak_ptr<const EvaluationMode>> held;

void check_same(ops::WeightPrecision held, ops::WeightPrecision asked) {
  if (held == asked) return;
  throw Error({.operation = "preparing a model to be used",
               .found = "one that is in use in " + std::string(name_of(held)),
               .expected = "one that is in no use, or in " + std::string(name_of(asked)),
               .hint = "open the model twice"});
}

}  // namespace

std::shared_ptr<const EvaluationMode> EvaluationMode::of(const std::shared_ptr<torch::nn::Module>& module,
                                                         ops::WeightPrecision precision) {
  std::shared_ptr<const EvaluationMode> shared;  // let go after the lock, which its destructor takes
  const std::lock_guard lock(mutex);
  if ((shared = held[module.get()].lock())) {
    check_same(shared->precision_, precision);
    return shared;
  }
  const std::shared_ptr<const EvaluationMode> made(new EvaluationMode(module, precision));
  held[module.get()] = made;
  return made;
}

EvaluationMode::EvaluationMode(std::shared_ptr<torch::nn::Module> module, ops::WeightPrecision precision)
    : module_(std::move(module)), precision_(precision) {
  const torch::NoGradGuard no_gradient;
  module_->eval();
  try {
    for (const auto& part : module_->modules())
      if (auto* layer = dynamic_cast<PackedLayer*>(part.get())) layer->pack(precision);
  } catch (...) {  // half of the copies must not stay
    module_->train();
    throw;
  }
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
