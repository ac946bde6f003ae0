#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include <torch/types.h>

#include "attend/models/seq2seq.h"

namespace attend {

/// The attention weights of one sentence and its translation, on the CPU. L layers, H heads; S source tokens,
/// T target tokens. Row t belongs to the step that predicts target token t. Undefined where a model has
/// none.
struct AttentionMaps {
  torch::Tensor encoder;  ///< [L, H, S, S]
  torch::Tensor decoder;  ///< [L, H, T, T]; column t is the decoder's input t: the start symbol, then targets
  torch::Tensor cross;    ///< [L, H, T, S]
};

/// From one pass over a known translation: `source` with its end symbol, `target` with it where it came to
/// one. Neither is empty.
AttentionMaps attention_maps(Seq2Seq& network, std::span<const int64_t> source,
                             std::span<const int64_t> target);

/// The source position that each target token looks at most: the largest weight of the last layer's
/// cross-attention, the mean over its heads; of equal ones the first. Empty where there is no such attention.
std::vector<int64_t> alignment(const AttentionMaps& maps);

}  // namespace attend
