#pragma once

#include <string_view>
#include <utility>
#include <vector>

#include <torch/nn/module.h>
#include <torch/nn/pimpl.h>
#include <torch/types.h>

namespace attend::nn {

/// How positions are told apart. With angle(p, i) = p / 10000^(2i/D), computed in double:
/// - sinusoidal: P[p, i] = sin, P[p, D/2 + i] = cos (Marian's half layout)
/// - interleaved: P[p, 2i] = sin, P[p, 2i+1] = cos (Vaswani et al. 2017, section 3.5; the lectures)
/// - learned: a parameter
enum class PositionType { sinusoidal, interleaved, learned };

std::vector<std::pair<PositionType, std::string_view>> enum_names(PositionType);

/// The table of a sinusoidal layout: [positions, D] fp32.
torch::Tensor sinusoidal_table(PositionType type, int64_t positions, int64_t d_model);

/// Position vectors for positions 0 to `max_positions` - 1.
class PositionEmbeddingImpl : public torch::nn::Module {
 public:
  PositionEmbeddingImpl(PositionType type, int64_t max_positions, int64_t d_model);

  /// Vectors of `count` positions from `first` on: [count, D]. Throws Error past the table.
  torch::Tensor forward(int64_t first, int64_t count) const;

  PositionType type() const { return type_; }

  torch::Tensor weight;  ///< [positions, D]: a parameter where learned, else a constant

 private:
  PositionType type_;
};
TORCH_MODULE(PositionEmbedding);

}  // namespace attend::nn
