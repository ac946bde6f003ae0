#include "attend/training/phase_times.h"

#include <torch/cuda.h>

#include "attend/core/clock.h"

namespace attend {
namespace {

// LibTorch's callbacks are plain functions: they find the object here.
thread_local PhaseTimes* current = nullptr;

}  // namespace

struct PhaseScope final : at::ObserverContext {
  Clock::time_point begin = Clock::now();
  double outer_nested = 0;  // what `nested_` was when the scope began

  static std::unique_ptr<at::ObserverContext> start(const at::RecordFunction&) {
    auto scope = std::make_unique<PhaseScope>();
    scope->outer_nested = current->nested_;
    current->nested_ = 0;
    return scope;
  }

  static void end(const at::RecordFunction& function, at::ObserverContext* context) {
    const c10::Device& device = current->device_;
    if (device.is_cuda()) torch::cuda::synchronize(device.index());
    const auto& scope = static_cast<PhaseScope&>(*context);
    const double seconds = seconds_since(scope.begin);
    current->seconds_[function.name()] += seconds - current->nested_;
    current->nested_ = scope.outer_nested + seconds;
  }
};

PhaseTimes::PhaseTimes(c10::Device device) : device_(device) {
  current = this;
  callback_ = at::addThreadLocalCallback(
      at::RecordFunctionCallback(PhaseScope::start, PhaseScope::end).scopes({at::RecordScope::USER_SCOPE}));
}

PhaseTimes::~PhaseTimes() {
  at::removeCallback(callback_);
  current = nullptr;
}

}  // namespace attend
