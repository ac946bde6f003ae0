#pragma once

#include <array>
#include <atomic>
#include <csignal>
#include <filesystem>
#include <vector>

namespace attend {

/// Asks a run to save and end. `ask` may be called from any thread and from a signal handler.
class StopRequest {
 public:
  /// `signal` is the number of the signal that asks.
  void ask(int signal) noexcept { signal_.store(signal, std::memory_order_relaxed); }
  bool asked() const noexcept { return signal() != 0; }
  /// 0 where nothing was asked; a process stopped by it exits with 128 + signal.
  int signal() const noexcept { return signal_.load(std::memory_order_relaxed); }

 private:
  std::atomic<int> signal_{0};
};

/// While it lives, SIGINT, SIGTERM or SIGHUP removes the files and empty folders `to_remove`, writes `word`
/// to standard error and ends the process at once, with 128 + signal: for work that leaves nothing to be
/// saved. One that was ignored stays so. Afterwards signals are what they were before. There can be one at a
/// time.
class EndOnSignal {
 public:
  /// `word` stays where it is: a literal.
  EndOnSignal(const char* word, std::vector<std::filesystem::path> to_remove);
  ~EndOnSignal();
  EndOnSignal(const EndOnSignal&) = delete;
  EndOnSignal& operator=(const EndOnSignal&) = delete;

 private:
  [[noreturn]] static void end(int signal);

  const char* word_;
  std::vector<std::filesystem::path> to_remove_;
  std::array<struct sigaction, 3> before_{};
};

/// While it lives, the first SIGINT, SIGTERM or SIGHUP asks `request`; a second one ends the process at once.
/// One that was ignored before stays so (a shell's background jobs, nohup). SIGPIPE is ignored: a run does
/// not end for lack of a reader. There can be one at a time.
class StopOnSignal {
 public:
  explicit StopOnSignal(StopRequest& request);
  ~StopOnSignal();
  StopOnSignal(const StopOnSignal&) = delete;
  StopOnSignal& operator=(const StopOnSignal&) = delete;
};

}  // namespace attend
