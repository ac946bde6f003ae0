#include "attend/reporting/phase_times.h"

#include <torch/cuda.h>

#include "attend/core/clock.h"

namespace attend {
namespace {

// LibTorch's callbacks are plain functions: they find the object here.
PhaseTimes* current = nullptr;

// Seconds of the scopes that ended inside the one that this thread is in.
thread_local double nested = 0;

}  // namespace

struct PhaseScope final : at::ObserverContext {
  Clock::time_point begin = Clock::now();
  double outer_nested = 0;  // what `nested` was when the scope began

  static std::unique_ptr<at::ObserverContext> start(const at::RecordFunction&) {
    auto scope = std::make_unique<PhaseScope>();
    scope->outer_nested = nested;
    nested = 0;
    return scope;
  }

  static void end(const at::RecordFunction& function, at::ObserverContext* context) {
    const c10::Device& device = current->device_;
    if (device.is_cuda()) torch::cuda::synchronize(device.index());
    const auto& scope = static_cast<PhaseScope&>(*context);
    const double seconds = seconds_since(scope.begin);
    current->add(function.name(), seconds - nested);
    nested = scope.outer_nested + seconds;
  }
};

PhaseTimes::PhaseTimes(c10::Device device) : device_(device) {
  current = this;
  callback_ = at::addGlobalCallback(
      at::RecordFunctionCallback(PhaseScope::start, PhaseScope::end).scopes({at::RecordScope::USER_SCOPE}));
}

PhaseTimes::~PhaseTimes() {
  at::removeCallback(callback_);
  current = nullptr;
}

void PhaseTimes::add(const char* name, double seconds) {
  const std::lock_guard lock(mutex_);
  seconds_[name] += seconds;
}

}  // namespace attend
