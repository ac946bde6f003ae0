#include "attend/core/threads.h"

#include <algorithm>
#include <atomic>
#include <future>
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
  const auto take_blocks = [&] {
    for (size_t begin; (begin = next.fetch_add(block)) < count;) {
      for (size_t i = begin; i < std::min(begin + block, count); ++i) work(i);
    }
  };
  const size_t blocks = (count + block - 1) / block;
  std::vector<std::future<void>> helpers;
  for (size_t i = 1; i < std::min(static_cast<size_t>(threads), blocks); ++i)
    helpers.push_back(std::async(std::launch::async, take_blocks));
  take_blocks();
  for (auto& helper : helpers) helper.get();
}

}  // namespace attend
