#pragma once

#include <vector>

#include <torch/types.h>

namespace attend {

/// The weights of every attention of a forward, in the order of the layers: [B, H, Q, K] each, H = 1 for
/// additive attention.
struct AttentionRecord {
  std::vector<torch::Tensor> self;   ///< keys of the same sequence as the queries
  std::vector<torch::Tensor> cross;  ///< keys of another

  /// Makes one of the cross-attentions from number `first` on, which were asked one query at a time.
  void join_queries(size_t first);
};

}  // namespace attend
