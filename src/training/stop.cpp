#include "attend/training/stop.h"

#include <csignal>

namespace attend {
namespace {

std::atomic<StopRequest*> asked_by_signals{nullptr};
static_assert(std::atomic<StopRequest*>::is_always_lock_free && std::atomic<int>::is_always_lock_free,
              "a signal handler may only touch lock-free atomics");

void on_signal(int signal) {
  if (StopRequest* request = asked_by_signals.load()) request->ask(signal);
  // The second signal of either kind is not ours any more.
  std::signal(SIGINT, SIG_DFL);
  std::signal(SIGTERM, SIG_DFL);
}

}  // namespace

StopOnSignal::StopOnSignal(StopRequest& request) {
  asked_by_signals = &request;
  struct sigaction action {};
  action.sa_handler = on_signal;
  action.sa_flags = SA_RESTART;  // no read or write is cut short
  sigaction(SIGINT, &action, nullptr);
  sigaction(SIGTERM, &action, nullptr);
}

StopOnSignal::~StopOnSignal() {
  std::signal(SIGINT, SIG_DFL);
  std::signal(SIGTERM, SIG_DFL);
  asked_by_signals = nullptr;
}

}  // namespace attend
