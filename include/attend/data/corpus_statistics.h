#pragma once

#include <cstdint>
#include <string>
#include <utility>
#include <vector>

#include "attend/data/token_store.h"
#include "attend/tokenizers/tokenizer.h"

namespace attend {

/// One side of encoded sentence pairs, counted.
struct CorpusSide {
  int64_t tokens = 0;                                     ///< end symbols counted
  int64_t unknown = 0;                                    ///< tokens that the vocabulary lacks
  int64_t vocab_size = 0;                                 ///< pieces, special ones among them
  int64_t pieces_used = 0;                                ///< of these, how many occur
  std::vector<int64_t> lengths;                           ///< how many sentences have 0, 1, 2, ... tokens
  std::vector<std::pair<std::string, int64_t>> frequent;  ///< pieces (none special) and how often they occur
};

/// Counts column `column` of `store`, whose ids are `tokenizer`'s; `frequent` has at most `most_frequent`
/// entries, of equal counts the lower id first. Throws Error for an id that the tokenizer does not have.
CorpusSide count_side(const TokenStore& store, int64_t column, const Tokenizer& tokenizer,
                      size_t most_frequent);

}  // namespace attend
