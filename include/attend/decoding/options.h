#pragma once

#include <cstdint>

#include "attend/ops/weight_precision.h"

namespace attend {

/// How symbols are drawn at random instead of searched for.
struct SamplingOptions {
  double temperature = 0.0;  ///< of the softmax; 0: no sampling
  int64_t top_k = 0;         ///< of the likeliest symbols only; 0: of all
  double top_p = 1.0;        ///< of the likeliest that together have this probability (Holtzman et al. 2020)
  uint64_t seed = 1;
};

/// How translations are searched for.
struct DecodingOptions {
  int64_t beam_size = 1;             ///< 1: greedy
  int64_t n_best = 1;                ///< translations per sentence; with sampling, drawn independently
  double length_penalty = 1.0;       ///< alpha of score = sum log P / length^alpha, the end symbol counted
  int64_t min_length = 0;            ///< tokens before the end symbol may come
  int64_t max_length = 200;          ///< tokens of a translation, the end symbol counted
  double max_length_factor = 3.0;    ///< times the source's tokens (end symbol counted); 0: no such limit
  int64_t no_repeat_ngram_size = 0;  ///< no n-gram of this size comes twice; 0: any may
  double repetition_penalty = 1.0;   ///< divides positive logits of symbols that came, multiplies others
  SamplingOptions sampling = {};
  int64_t batch_size = 64;                                      ///< sentences decoded together
  ops::WeightPrecision precision = ops::WeightPrecision::fp32;  ///< what weights are rounded to
};

/// Most tokens (end symbol counted) a translation of `source_length` tokens may have, for a model with
/// `positions` positions. It depends on the sentence alone, so neighbours in a batch do not matter.
int64_t length_limit(const DecodingOptions& options, int64_t source_length, int64_t positions);

}  // namespace attend
