#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace attend {

/// Byte-pair encoding in its plain form (Sennrich et al. 2016, "Neural machine translation of rare words with
/// subword units", algorithm 1): words are sequences of characters, and the most frequent pair of neighbours
/// becomes a symbol, again and again. For study; training a translation model uses SentencePiece, which does
/// the same faster.
class BytePairEncoding {
 public:
  struct Word {
    std::string text;  ///< with whatever marks its end, such as "fast_"
    int64_t count = 0;
  };
  using Merge = std::pair<std::string, std::string>;

  /// Learns at most `merges` merges. Of equally frequent pairs the one that occurs first is taken.
  static BytePairEncoding learn(const std::vector<Word>& words, int64_t merges);

  const std::vector<Merge>& merges() const { return merges_; }
  /// The symbols that the merges made, in their order: "ta", "tal", "tall".
  std::vector<std::string> symbols() const;
  /// `word` cut into symbols, by the merges in the order they were learnt.
  std::vector<std::string> segment(std::string_view word) const;

 private:
  std::vector<Merge> merges_;
};

}  // namespace attend
