#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include "attend/tokenizers/wordpiece_tokenizer.h"

namespace attend {

/// A text or a pair of texts as BERT reads it.
struct TextSequence {
  std::vector<int32_t> ids;  ///< [CLS] text [SEP], or [CLS] text [SEP] text_pair [SEP]
  int32_t first = 0;         ///< ids up to the first [SEP], which are segment 0; those behind are segment 1
  bool truncated = false;
};

/// How many ids a sequence may have, and by how many threads texts are encoded.
struct SequenceLimits {
  int64_t max_length = 128;
  int threads = 1;
};

/// The sequences of `texts`, or of pairs where `pairs` is as long and not empty. What is over max_length is
/// cut off the longer text of a pair first ("longest_first").
std::vector<TextSequence> encode_texts(const WordPieceTokenizer& tokenizer,
                                       std::span<const std::string> texts, std::span<const std::string> pairs,
                                       const SequenceLimits& limits);

}  // namespace attend
