#pragma once

#include <exception>
#include <functional>
#include <optional>
#include <thread>
#include <utility>

#include "attend/core/queue.h"

namespace attend {

/// Runs a producer on a thread of its own, up to `ahead` items before they are asked for. The producer must
/// not work with tensors: that would start a second team of OpenMP threads.
template <class T>
class Prefetch {
 public:
  /// `produce` gives the next item, and nothing after the last.
  Prefetch(std::function<std::optional<T>()> produce, size_t ahead)
      : queue_(ahead), thread_([this, produce = std::move(produce)] { run(produce); }) {}

  /// Waits for the item that is being produced, at most.
  ~Prefetch() {
    queue_.close();
    thread_.join();
  }
  Prefetch(const Prefetch&) = delete;
  Prefetch& operator=(const Prefetch&) = delete;

  /// The next item; nothing after the last. What the producer threw is thrown here, after the items before
  /// it.
  std::optional<T> next() {
    std::optional<T> item = queue_.pop();
    if (!item && failure_) std::rethrow_exception(failure_);
    return item;
  }

 private:
  void run(const std::function<std::optional<T>()>& produce) {
    try {
      while (std::optional<T> item = produce()) {
        if (!queue_.push(std::move(*item))) return;
      }
    } catch (...) {
      failure_ = std::current_exception();
    }
    queue_.close();
  }

  BoundedQueue<T> queue_;
  std::exception_ptr failure_;  // written before the queue is closed, read after
  std::thread thread_;          // last: it uses the others
};

}  // namespace attend
