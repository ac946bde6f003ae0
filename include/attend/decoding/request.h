#pragma once

#include <cstdint>
#include <vector>

namespace attend {

/// Symbols one after the other.
using Phrase = std::vector<int64_t>;

/// What is asked of the translation of one sentence.
struct DecodingRequest {
  uint64_t number = 0;                ///< of the sentence: names its random numbers
  int64_t limit = 0;                  ///< most tokens, the end symbol counted
  Phrase prefix = {};                 ///< it begins so
  std::vector<Phrase> must = {};      ///< each appears in it, in any order
  std::vector<Phrase> must_not = {};  ///< none appears in it
};

}  // namespace attend
