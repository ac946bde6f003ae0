#include "attend/data/collate.h"

#include <algorithm>
#include <numeric>

#include <fmt/format.h>

#include "attend/core/error.h"

namespace attend {

int64_t PaddedIds::tokens() const { return std::accumulate(lengths.begin(), lengths.end(), int64_t{0}); }

PaddedIds pad(std::span<const std::span<const int32_t>> sequences, int64_t pad_id) {
  PaddedIds padded;
  padded.rows = static_cast<int64_t>(sequences.size());
  padded.lengths.reserve(sequences.size());
  for (const auto sequence : sequences) {
    padded.lengths.push_back(static_cast<int64_t>(sequence.size()));
    padded.width = std::max(padded.width, padded.lengths.back());
  }
  padded.ids.assign(static_cast<size_t>(padded.rows * padded.width), pad_id);
  auto row = padded.ids.begin();
  for (const auto sequence : sequences) {
    std::copy(sequence.begin(), sequence.end(), row);
    row += padded.width;
  }
  return padded;
}

PaddedIds pad(const TokenStore& store, std::span<const uint32_t> examples, int64_t column, int64_t pad_id) {
  std::vector<std::span<const int32_t>> sequences;
  sequences.reserve(examples.size());
  for (const uint32_t example : examples) sequences.push_back(store.ids(example, column));
  PaddedIds padded = pad(sequences, pad_id);
  for (const auto sequence : sequences) {
    for (const int32_t id : sequence) {
      if (id >= 0 && id <= store.max_id()) continue;
      throw Error({.operation = "reading a token store",
                   .found = fmt::format("id {}", id),
                   .expected = fmt::format("0 to {}", store.max_id()),
                   .hint = "the cache was altered: remove it, and it is made again from the text"});
    }
  }
  return padded;
}

PaddedIds shift_right(const PaddedIds& targets, int64_t start_id, int64_t pad_id) {
  PaddedIds inputs = targets;
  std::fill(inputs.ids.begin(), inputs.ids.end(), pad_id);
  for (int64_t row = 0; row < targets.rows; ++row) {
    const int64_t length = targets.lengths[static_cast<size_t>(row)];
    if (length == 0) continue;
    const auto from = targets.ids.begin() + row * targets.width;
    const auto to = inputs.ids.begin() + row * targets.width;
    *to = start_id;
    std::copy(from, from + length - 1, to + 1);
  }
  return inputs;
}

}  // namespace attend
