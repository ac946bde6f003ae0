#include "attend/training/throughput.h"

#include <utility>

namespace attend {

double Throughput::take() {
  pause();
  start();
  const double seconds = std::exchange(seconds_, 0.0);
  const int64_t tokens = std::exchange(tokens_, 0);
  return seconds > 0 ? static_cast<double>(tokens) / seconds : 0;
}

}  // namespace attend
