#pragma once

#include <cstdint>
#include <vector>

namespace attend {

/// One translation of a sentence.
struct Hypothesis {
  std::vector<int64_t> ids;    ///< target ids, without start and end symbol
  double log_probability = 0;  ///< sum over the tokens, the end symbol counted
  double score = 0;            ///< what hypotheses are ranked by: log_probability / length^alpha
  bool finished = false;       ///< it ended with the end symbol, not at the length limit

  /// Tokens, the end symbol counted where there is one.
  int64_t length() const { return static_cast<int64_t>(ids.size()) + (finished ? 1 : 0); }
};

}  // namespace attend
