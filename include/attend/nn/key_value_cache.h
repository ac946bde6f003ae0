#pragma once

#include <torch/types.h>

namespace attend::nn {

/// The projected keys and values of the positions decoded so far: a table with a row [key, value] for each
/// position of each hypothesis, in the order in which they came. Hypotheses know their rows
/// (ops::VisibleRows), so rows never move, and hypotheses with a common past share it. A real cache of
/// projections: the lectures keep block inputs instead and project them again at every step.
class KeyValueCache {
 public:
  /// For rows of `width` = 2 D numbers.
  KeyValueCache(int64_t width, const torch::TensorOptions& options);

  /// Adds rows [N, 2 D].
  void append(const torch::Tensor& rows);
  /// [R, 2 D]
  torch::Tensor table() const { return storage_.narrow(0, 0, size_); }

 private:
  torch::Tensor storage_;  // [at least R, 2 D]
  int64_t size_ = 0;
};

}  // namespace attend::nn
