#pragma once

#include <array>
#include <cstdint>
#include <string>
#include <string_view>
#include <unordered_map>
#include <utility>
#include <vector>

#include "attend/tokenizers/vocabulary.h"

namespace attend {

/// Which token gets which id.
enum class VocabularyOrder {
  frequency,  ///< reserved pieces first, then by descending frequency, ties by first occurrence
  sorted,     ///< all, reserved ones among them, by code point
};

inline auto enum_names(VocabularyOrder) {
  return std::array{std::pair{VocabularyOrder::frequency, std::string_view("frequency")},
                    std::pair{VocabularyOrder::sorted, std::string_view("sorted")}};
}

/// How often each token occurs, in the order of first occurrence.
class TokenCounts {
 public:
  void add(std::string_view token);

  /// The vocabulary of `reserved` pieces and the tokens that occur at least `min_frequency` times ("Dive into
  /// Deep Learning", section "Text preprocessing": the Chinese edition orders by frequency, the English one
  /// sorts).
  Vocabulary vocabulary(const std::vector<std::string>& reserved, int64_t min_frequency,
                        VocabularyOrder order) const;

 private:
  struct Entry {
    std::string token;
    int64_t count = 0;
  };

  std::vector<Entry> entries_;
  std::unordered_map<std::string, size_t> index_;
};

}  // namespace attend
