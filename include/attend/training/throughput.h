#pragma once

#include <cstdint>

#include "attend/core/clock.h"

namespace attend {

/// Tokens per second of training alone: the time between `start` and `pause` counts.
class Throughput {
 public:
  void start() { begin_ = Clock::now(); }
  void pause() { seconds_ += seconds_since(begin_); }
  void add(int64_t tokens) { tokens_ += tokens; }
  /// The rate since the last call, while running.
  double take();

 private:
  Clock::time_point begin_ = Clock::now();
  double seconds_ = 0;
  int64_t tokens_ = 0;
};

}  // namespace attend
