#pragma once

#include <map>
#include <string>

#include <ATen/record_function.h>
#include <c10/core/Device.h>

namespace attend {

/// Seconds that this thread spends in named scopes (RECORD_USER_SCOPE) while the object lives: "data",
/// "forward", "loss", "backward", "optimizer" of training. A scope inside another counts for itself only.
/// Where the work is on CUDA each scope's end waits for that device, so that what it started counts for it.
/// One object at a time.
class PhaseTimes {
 public:
  explicit PhaseTimes(c10::Device device);
  ~PhaseTimes();
  PhaseTimes(const PhaseTimes&) = delete;
  PhaseTimes& operator=(const PhaseTimes&) = delete;

  const std::map<std::string, double>& seconds() const { return seconds_; }
  void clear() { seconds_.clear(); }

 private:
  friend struct PhaseScope;
  c10::Device device_;
  std::map<std::string, double> seconds_;
  double nested_ = 0;  // seconds of the scopes that ended inside the one being run
  at::CallbackHandle callback_;
};

}  // namespace attend
