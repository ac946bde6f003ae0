#include "attend/training/stop.h"

#include <array>
#include <cstring>
#include <utility>

#include <unistd.h>

namespace attend {
namespace {

std::atomic<StopRequest*> asked_by_signals{nullptr};
static_assert(std::atomic<StopRequest*>::is_always_lock_free && std::atomic<int>::is_always_lock_free,
              "a signal handler may only touch lock-free atomics");

constexpr std::array stopping = {SIGINT, SIGTERM, SIGHUP};

void on_signal(int signal) {
  if (StopRequest* request = asked_by_signals.load()) request->ask(signal);
  // The second signal of any kind is not ours any more.
  for (const int kind : stopping) std::signal(kind, SIG_DFL);
}

bool is_ignored(int signal) {
  struct sigaction action {};
  return sigaction(signal, nullptr, &action) == 0 && action.sa_handler == SIG_IGN;
}

std::atomic<const EndOnSignal*> ending{nullptr};
static_assert(std::atomic<const EndOnSignal*>::is_always_lock_free);

}  // namespace

// Calls only what a signal handler may call.
void EndOnSignal::end(int signal) {
  const EndOnSignal& self = *ending.load();
  for (const auto& path : self.to_remove_)
    if (unlink(path.c_str()) != 0) rmdir(path.c_str());
  [[maybe_unused]] const auto written = write(STDERR_FILENO, self.word_, std::strlen(self.word_));
  _exit(128 + signal);
}

EndOnSignal::EndOnSignal(const char* word, std::vector<std::filesystem::path> to_remove)
    : word_(word), to_remove_(std::move(to_remove)) {
  ending = this;
  struct sigaction action {};
  action.sa_handler = end;
  for (size_t i = 0; i < stopping.size(); ++i) {
    const bool ignored = is_ignored(stopping[i]);
    sigaction(stopping[i], ignored ? nullptr : &action, &before_[i]);
  }
}

EndOnSignal::~EndOnSignal() {
  for (size_t i = 0; i < stopping.size(); ++i) sigaction(stopping[i], &before_[i], nullptr);
}

StopOnSignal::StopOnSignal(StopRequest& request) {
  asked_by_signals = &request;
  struct sigaction action {};
  action.sa_handler = on_signal;
  action.sa_flags = SA_RESTART;  // no read or write is cut short
  for (const int kind : stopping)
    if (!is_ignored(kind)) sigaction(kind, &action, nullptr);
  std::signal(SIGPIPE, SIG_IGN);
}

StopOnSignal::~StopOnSignal() {
  for (const int kind : stopping)
    if (!is_ignored(kind)) std::signal(kind, SIG_DFL);
  std::signal(SIGPIPE, SIG_DFL);
  asked_by_signals = nullptr;
}

}  // namespace attend
