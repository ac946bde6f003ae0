#pragma once

#include <cstdint>

#include <ATen/core/Tensor.h>

namespace attend {

/// The processes that train one model together.
class Communicator {
 public:
  virtual ~Communicator() = default;
  /// Replaces `buffer`, contiguous and of one length everywhere, by its sum over all processes.
  virtual void sum(at::Tensor& buffer) = 0;
  virtual int64_t rank() const = 0;
  virtual int64_t size() const = 0;
};

/// One process: its buffers are the sum.
class SingleProcess : public Communicator {
 public:
  void sum(at::Tensor& /*buffer*/) override {}
  int64_t rank() const override { return 0; }
  int64_t size() const override { return 1; }
};

}  // namespace attend
