#pragma once

#include <cstdint>
#include <span>
#include <unordered_map>
#include <vector>

namespace attend {

/// A text as numbers: its words or its characters.
using Symbols = std::vector<uint32_t>;

/// Some texts' words (views of characters) as numbers, equal for equal words.
template <class Word>
std::vector<Symbols> number_words(const std::vector<std::vector<Word>>& texts) {
  std::unordered_map<Word, uint32_t> numbers;
  std::vector<Symbols> numbered(texts.size());
  for (size_t t = 0; t < texts.size(); ++t) {
    numbered[t].reserve(texts[t].size());
    for (const Word& word : texts[t]) {
      numbered[t].push_back(numbers.emplace(word, static_cast<uint32_t>(numbers.size())).first->second);
    }
  }
  return numbered;
}

/// Goes through the n-grams of a few texts, order by order. Within an order, equal n-grams of all texts have
/// the same number, from 0 to `distinct()` - 1, so that they can be counted in arrays.
class NgramOrders {
 public:
  explicit NgramOrders(std::vector<Symbols> texts);

  /// To order 1 at the first call, then to the next one.
  void next();
  /// The numbers of the n-grams of a text, in its order; empty where the text is shorter than the order.
  std::span<const uint32_t> ids(size_t text) const { return ids_[text]; }
  size_t distinct() const { return distinct_; }
  /// How often a text has each n-gram, by its number.
  std::vector<uint32_t> counts(size_t text) const;
  /// How many n-grams of a text are allowed where n-gram `id` is allowed `allowance[id]` times.
  int64_t clipped_matches(size_t text, std::vector<uint32_t> allowance) const;

 private:
  struct Slot {
    uint64_t key = 0;
    uint32_t order = 0;  // the order that wrote the slot: others see it as free
    uint32_t id = 0;
  };

  uint32_t id_of(uint32_t prefix, uint32_t symbol);

  std::vector<Symbols> texts_;
  std::vector<Symbols> ids_;
  std::vector<Slot>
      slots_;  // an open-addressing hash table from (n-gram without its last symbol, last symbol)
  uint32_t order_ = 0;
  uint32_t distinct_ = 0;
};

}  // namespace attend
