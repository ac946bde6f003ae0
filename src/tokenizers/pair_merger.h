#pragma once

#include <cstdint>
#include <optional>
#include <queue>
#include <unordered_map>
#include <vector>

namespace attend {

/// Byte-pair encoding on numbers: words are sequences of symbols, and the most frequent pair of neighbours
/// becomes a symbol, again and again. Each merge costs what the words that hold the pair cost, for counts and
/// places of pairs are kept up to date.
class PairMerger {
 public:
  using Symbol = uint32_t;
  struct Pair {
    Symbol left = 0, right = 0;

    auto operator<=>(const Pair&) const = default;
  };

  /// `words[i]` occurs `counts[i]` times.
  PairMerger(std::vector<std::vector<Symbol>> words, std::vector<int64_t> counts);

  /// The pair that occurs most often, at least `min_count` times (1 or more); of equals the lowest.
  std::optional<Pair> most_frequent(int64_t min_count);
  /// Replaces every occurrence, each word from the left, by `merged`.
  void merge(Pair pair, Symbol merged);

 private:
  struct Hash {
    size_t operator()(const Pair& pair) const {
      const uint64_t key = uint64_t{pair.left} << 32 | pair.right;
      return static_cast<size_t>(key * 0x9E3779B97F4A7C15u >> 17);
    }
  };
  struct Occurrences {
    int64_t count = 0;
    std::vector<uint32_t> words;  // that hold the pair, or held it; a word may stand more than once
  };
  struct Candidate {
    int64_t count;
    Pair pair;

    bool operator<(const Candidate& other) const {
      return count != other.count ? count < other.count : pair > other.pair;
    }
  };

  void add(Pair pair, uint32_t word, int64_t count);
  void merge_in(uint32_t word, Pair pair, Symbol merged);

  std::vector<std::vector<Symbol>> words_;
  std::vector<int64_t> counts_;
  std::unordered_map<Pair, Occurrences, Hash> pairs_;
  // A pair stands here with its count or a larger one; it is brought up to date when it comes to the top.
  std::priority_queue<Candidate> candidates_;
  std::vector<Pair> grown_;  // by the merge at hand
};

}  // namespace attend
