#pragma once

#include <cstdint>

namespace attend {

/// How translations are searched for.
struct DecodingOptions {
  int64_t beam_size = 1;           ///< 1: greedy
  double length_penalty = 1.0;     ///< alpha of score = sum log P / length^alpha, the end symbol counted
  int64_t max_length = 200;        ///< tokens of a translation, the end symbol counted
  double max_length_factor = 3.0;  ///< times the source's tokens (end symbol counted); 0: no such limit
  int64_t batch_size = 64;         ///< sentences decoded together
};

/// Most tokens (end symbol counted) a translation of `source_length` tokens may have, for a model with
/// `positions` positions. It depends on the sentence alone, so neighbours in a batch do not matter.
int64_t length_limit(const DecodingOptions& options, int64_t source_length, int64_t positions);

}  // namespace attend
