#pragma once

#include <chrono>

namespace attend {

/// What durations are measured with.
using Clock = std::chrono::steady_clock;

inline double seconds_since(Clock::time_point begin) {
  return std::chrono::duration<double>(Clock::now() - begin).count();
}

}  // namespace attend
