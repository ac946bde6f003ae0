#include "pair_merger.h"

#include <utility>

namespace attend {

PairMerger::PairMerger(std::vector<std::vector<Symbol>> words, std::vector<int64_t> counts)
    : words_(std::move(words)), counts_(std::move(counts)) {
  for (uint32_t word = 0; word < words_.size(); ++word) {
    const std::vector<Symbol>& symbols = words_[word];
    for (size_t i = 0; i + 1 < symbols.size(); ++i) add({symbols[i], symbols[i + 1]}, word, counts_[word]);
  }
  for (const auto& [pair, occurrences] : pairs_) candidates_.push({occurrences.count, pair});
}

std::optional<PairMerger::Pair> PairMerger::most_frequent(int64_t min_count) {
  while (!candidates_.empty() && candidates_.top().count >= min_count) {
    const Candidate best = candidates_.top();
    const int64_t count = pairs_[best.pair].count;
    if (count == best.count) return best.pair;
    candidates_.pop();
    if (count > 0) candidates_.push({count, best.pair});
  }
  return std::nullopt;
}

void PairMerger::merge(Pair pair, Symbol merged) {
  const auto words = std::exchange(pairs_[pair].words, {});
  grown_.clear();
  for (const uint32_t word : words) merge_in(word, pair, merged);
  for (const Pair& grown : grown_) candidates_.push({pairs_[grown].count, grown});
}

void PairMerger::add(Pair pair, uint32_t word, int64_t count) {
  Occurrences& occurrences = pairs_[pair];
  occurrences.count += count;
  if (occurrences.words.empty() || occurrences.words.back() != word) occurrences.words.push_back(word);
}

void PairMerger::merge_in(uint32_t word, Pair pair, Symbol merged) {
  std::vector<Symbol>& symbols = words_[word];
  const int64_t count = counts_[word];
  const auto remove = [&](Symbol left, Symbol right) { pairs_[{left, right}].count -= count; };
  const auto insert = [&](Symbol left, Symbol right) {
    add({left, right}, word, count);
    grown_.push_back({left, right});
  };
  size_t kept = 0;  // symbols before it are as they will be
  for (size_t i = 0; i < symbols.size(); ++i, ++kept) {
    symbols[kept] = symbols[i];
    if (i + 1 == symbols.size() || symbols[i] != pair.left || symbols[i + 1] != pair.right) continue;
    remove(pair.left, pair.right);
    if (kept > 0) {
      remove(symbols[kept - 1], pair.left);
      insert(symbols[kept - 1], merged);
    }
    if (i + 2 < symbols.size()) {
      remove(pair.right, symbols[i + 2]);
      insert(merged, symbols[i + 2]);
    }
    symbols[kept] = merged;
    ++i;
  }
  symbols.resize(kept);
}

}  // namespace attend
