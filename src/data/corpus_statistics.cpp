#include "attend/data/corpus_statistics.h"

#include <algorithm>

#include "attend/core/error.h"

namespace attend {
namespace {

std::vector<int64_t> count_ids(const TokenStore& store, int64_t column, int64_t vocab_size) {
  std::vector<int64_t> counts(static_cast<size_t>(vocab_size));
  for (int64_t example = 0; example < store.size(); ++example) {
    for (const auto id : store.ids(example, column)) {
      if (id < 0 || id >= vocab_size) {
        throw Error(
            {.operation = "counting a corpus",
             .found = "the id " + std::to_string(id),
             .expected = "ids from 0, below " + std::to_string(vocab_size) + ", the size of the vocabulary"});
      }
      ++counts[static_cast<size_t>(id)];
    }
  }
  return counts;
}

std::vector<int64_t> count_lengths(const TokenStore& store, int64_t column) {
  std::vector<int64_t> lengths;
  for (int64_t example = 0; example < store.size(); ++example) {
    const auto length = static_cast<size_t>(store.length(example, column));
    if (length >= lengths.size()) lengths.resize(length + 1);
    ++lengths[length];
  }
  return lengths;
}

}  // namespace

CorpusSide count_side(const TokenStore& store, int64_t column, const Tokenizer& tokenizer,
                      size_t most_frequent) {
  CorpusSide side;
  side.vocab_size = tokenizer.vocab_size();
  side.lengths = count_lengths(store, column);
  const auto counts = count_ids(store, column, side.vocab_size);
  const auto special = tokenizer.special();
  std::vector<std::pair<int64_t, int64_t>> order;  // minus the count, id
  for (size_t i = 0; i < counts.size(); ++i) {
    const auto id = static_cast<int64_t>(i);
    side.tokens += counts[i];
    if (counts[i] > 0) ++side.pieces_used;
    if (id == special.unk) side.unknown = counts[i];
    const bool is_special = id == special.pad || id == special.bos || id == special.eos || id == special.unk;
    if (counts[i] > 0 && !is_special) order.emplace_back(-counts[i], id);
  }
  const auto shown = std::min(most_frequent, order.size());
  std::partial_sort(order.begin(), order.begin() + static_cast<std::ptrdiff_t>(shown), order.end());
  for (size_t i = 0; i < shown; ++i)
    side.frequent.emplace_back(tokenizer.piece(order[i].second), -order[i].first);
  return side;
}

}  // namespace attend
