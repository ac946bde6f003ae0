#pragma once

#include <torch/torch.h>

namespace attend::nn {

/// The projected keys and values of the positions decoded so far, in memory allocated once for the longest
/// output. A real cache of projections: the lectures keep block inputs instead and project them again at
/// every step.
class KeyValueCache {
 public:
  KeyValueCache() = default;
  /// Room for `capacity` positions of N rows, H heads, `head_size` each.
  KeyValueCache(int64_t rows, int64_t heads, int64_t capacity, int64_t head_size,
                const torch::TensorOptions& options);

  /// Adds one position: keys, values [N, H, 1, head_size].
  void append(const torch::Tensor& keys, const torch::Tensor& values);
  /// Keeps `rows` [M] int64.
  void select(const torch::Tensor& rows);

  torch::Tensor keys() const;    ///< [N, H, length, head_size]
  torch::Tensor values() const;  ///< [N, H, length, head_size]
  int64_t length() const { return length_; }

 private:
  torch::Tensor keys_, values_;  // [N, H, capacity, head_size]
  int64_t length_ = 0;
};

}  // namespace attend::nn
