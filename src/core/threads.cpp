#include "attend/core/threads.h"

#include <algorithm>
#include <atomic>
#include <thread>

namespace attend {
namespace {

std::atomic<int> limit{0};

}  // namespace

int thread_limit() {
  const int threads = limit;
  return threads > 0 ? threads : static_cast<int>(std::max(1u, std::thread::hardware_concurrency()));
}

void limit_threads(int threads) { limit = threads; }

}  // namespace attend
