#include "attend/tokenizers/byte_pair_encoding.h"

#include <map>
#include <optional>

#include "attend/core/strings.h"

namespace attend {
namespace {

using Symbols = std::vector<std::string>;

Symbols characters(std::string_view word) {
  Symbols symbols;
  for (size_t offset = 0; offset < word.size();) {
    const size_t begin = offset;
    next_code_point(word, offset);
    symbols.emplace_back(word.substr(begin, offset - begin));
  }
  return symbols;
}

/// `symbols` with each occurrence of the pair, from the left, as one symbol.
Symbols merge_pair(const BytePairEncoding::Merge& merge, const Symbols& symbols) {
  Symbols merged;
  for (size_t i = 0; i < symbols.size(); ++i) {
    if (i + 1 < symbols.size() && symbols[i] == merge.first && symbols[i + 1] == merge.second) {
      merged.push_back(merge.first + merge.second);
      ++i;
    } else {
      merged.push_back(symbols[i]);
    }
  }
  return merged;
}

/// The most frequent pair of neighbours; of equals the one that occurs first.
std::optional<BytePairEncoding::Merge> most_frequent_pair(const std::vector<Symbols>& words,
                                                          const std::vector<int64_t>& counts) {
  std::map<BytePairEncoding::Merge, int64_t> frequency;
  std::vector<BytePairEncoding::Merge> seen;  // in the order of first occurrence
  for (size_t w = 0; w < words.size(); ++w) {
    for (size_t i = 0; i + 1 < words[w].size(); ++i) {
      const auto [place, is_new] = frequency.try_emplace({words[w][i], words[w][i + 1]}, 0);
      if (is_new) seen.push_back(place->first);
      place->second += counts[w];
    }
  }
  std::optional<BytePairEncoding::Merge> best;
  for (const auto& pair : seen) {
    if (!best || frequency[pair] > frequency[*best]) best = pair;
  }
  return best;
}

}  // namespace

BytePairEncoding BytePairEncoding::learn(const std::vector<Word>& words, int64_t merges) {
  std::vector<Symbols> cut;
  std::vector<int64_t> counts;
  for (const Word& word : words) {
    cut.push_back(characters(word.text));
    counts.push_back(word.count);
  }
  BytePairEncoding encoding;
  for (int64_t i = 0; i < merges; ++i) {
    const auto pair = most_frequent_pair(cut, counts);
    if (!pair) break;
    encoding.merges_.push_back(*pair);
    for (Symbols& word : cut) word = merge_pair(*pair, word);
  }
  return encoding;
}

std::vector<std::string> BytePairEncoding::symbols() const {
  std::vector<std::string> symbols;
  for (const auto& [left, right] : merges_) symbols.push_back(left + right);
  return symbols;
}

std::vector<std::string> BytePairEncoding::segment(std::string_view word) const {
  Symbols symbols = characters(word);
  for (const Merge& merge : merges_) symbols = merge_pair(merge, symbols);
  return symbols;
}

}  // namespace attend
