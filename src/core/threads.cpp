#include "attend/core/threads.h"

#include <algorithm>
#include <atomic>
#include <exception>
#include <future>
#include <mutex>
#include <thread>
#include <vector>

namespace attend {
namespace {

std::atomic<int> limit{0};

}  // namespace

int thread_limit() {
  const int threads = limit;
  return threads > 0 ? threads : static_cast<int>(std::max(1u, std::thread::hardware_concurrency()));
}

void limit_threads(int threads) { limit = threads; }

void for_each_index(size_t count, size_t block, int threads, const std::function<void(size_t)>& work) {
  std::atomic<size_t> next = 0;
  std::mutex mutex;
  size_t first_failed = count;
  std::exception_ptr error;
  const auto attempt = [&](size_t i) {
    try {
      work(i);
      return true;
    } catch (...) {
      const std::lock_guard lock(mutex);
      if (i < first_failed) error = std::current_exception();
      first_failed = std::min(i, first_failed);
      return false;
    }
  };
  // Blocks are taken in order, so that the first that fails is always met.
  const auto take_blocks = [&] {
    for (size_t begin; (begin = next.fetch_add(block)) < count;) {
      for (size_t i = begin; i < std::min(begin + block, count); ++i)
        if (!attempt(i)) return;
    }
  };
  const size_t blocks = (count + block - 1) / block;
  std::vector<std::future<void>> helpers;
  for (size_t i = 1; i < std::min(static_cast<size_t>(threads), blocks); ++i)
    helpers.push_back(std::async(std::launch::async, take_blocks));
  take_blocks();
  for (auto& helper : helpers) helper.get();
  if (error) std::rethrow_exception(error);
}

}  // namespace attend
