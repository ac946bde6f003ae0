#pragma once

#include <map>
#include <mutex>
#include <string>

#include <ATen/record_function.h>
#include <c10/core/Device.h>

namespace attend {

/// Seconds that threads spend in named scopes (RECORD_USER_SCOPE) while the object lives, added up over them:
/// "data", "forward", "loss", "backward", "optimizer" of training; "tokenizer", "encoder", "decoder",
/// "projection", "search" of decoding. A scope inside another counts for itself only. Where the work is on
/// CUDA each scope's end waits for that device, so that what it started counts for it. One object at a time.
class PhaseTimes {
 public:
  explicit PhaseTimes(c10::Device device);
  /// No scope may be open in any thread, here nor for `seconds` and `clear`.
  ~PhaseTimes();
  PhaseTimes(const PhaseTimes&) = delete;
  PhaseTimes& operator=(const PhaseTimes&) = delete;

  const std::map<std::string, double>& seconds() const { return seconds_; }
  void clear() { seconds_.clear(); }

 private:
  friend struct PhaseScope;
  void add(const char* name, double seconds);

  c10::Device device_;
  std::mutex mutex_;
  std::map<std::string, double> seconds_;
  at::CallbackHandle callback_;
};

}  // namespace attend
