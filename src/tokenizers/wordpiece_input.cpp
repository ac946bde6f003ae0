#include "attend/tokenizers/wordpiece_input.h"

#include <algorithm>

#include <fmt/format.h>

#include "attend/core/error.h"

namespace attend {

WordPieceInput make_input(std::span<const int64_t> sentence, const SpecialIds& special) {
  WordPieceInput input;
  input.ids.reserve(sentence.size() + symbols_of_sentence);
  input.ids.push_back(special.bos);
  input.ids.insert(input.ids.end(), sentence.begin(), sentence.end());
  input.ids.push_back(special.eos);
  input.types.assign(input.ids.size(), 0);
  return input;
}

WordPieceInput make_input(std::span<const int64_t> first, std::span<const int64_t> second,
                          const SpecialIds& special) {
  WordPieceInput input = make_input(first, special);
  input.ids.insert(input.ids.end(), second.begin(), second.end());
  input.ids.push_back(special.eos);
  input.types.resize(input.ids.size(), 1);
  return input;
}

PairLengths truncate_longest_first(PairLengths lengths, int64_t room) {
  int64_t shorter = std::min(lengths.first, lengths.second), longer = std::max(lengths.first, lengths.second);
  longer = std::min(longer, std::max(shorter, room - shorter));
  if (shorter + longer > room) {
    shorter = room / 2;
    longer = room - shorter;
  }
  return lengths.first > lengths.second ? PairLengths(longer, shorter) : PairLengths(shorter, longer);
}

std::vector<TokenWindow> make_windows(int64_t length, int64_t room, int64_t overlap) {
  if (length <= room) return {{0, length}};
  if (overlap < 0 || overlap >= room) {
    throw Error({.operation = "cutting a long text into windows",
                 .found = fmt::format("windows of {} ids that share {}", room, overlap),
                 .expected = "a stride below the size of a window",
                 .hint = "the question and the symbols take their part of max_length"});
  }
  std::vector<TokenWindow> windows;
  for (int64_t begin = 0; windows.empty() || windows.back().end < length; begin += room - overlap) {
    windows.push_back({begin, std::min(begin + room, length)});
  }
  return windows;
}

}  // namespace attend
