#pragma once

#include <cstdint>
#include <span>
#include <utility>
#include <vector>

#include "attend/tokenizers/tokenizer.h"

namespace attend {

/// What BERT reads for a sentence or a pair.
struct WordPieceInput {
  std::vector<int64_t> ids;    ///< [CLS] first [SEP], or [CLS] first [SEP] second [SEP]
  std::vector<int64_t> types;  ///< 0 up to the first [SEP], 1 after it
};

/// Ids that the symbols around one sentence, or around a pair, take.
inline constexpr int64_t symbols_of_sentence = 2, symbols_of_pair = 3;

WordPieceInput make_input(std::span<const int64_t> sentence, const SpecialIds& special);
WordPieceInput make_input(std::span<const int64_t> first, std::span<const int64_t> second,
                          const SpecialIds& special);

/// Lengths of the two sentences of a pair.
using PairLengths = std::pair<int64_t, int64_t>;

/// What is left of a pair so that both together have at most `room` ids ("longest_first"): the longer one is
/// cut down to the length of the other, then both to half; of an odd number the second gets one more, unless
/// the first was longer. `room` is what the model takes without symbols_of_pair.
PairLengths truncate_longest_first(PairLengths lengths, int64_t room);

/// The ids [begin, end) of a text that is too long.
struct TokenWindow {
  int64_t begin = 0, end = 0;

  bool operator==(const TokenWindow&) const = default;
};

/// Windows of at most `room` ids over a text of `length` ("only_second" with a stride, for question
/// answering): each begins `overlap` ids before the end of the one before, and the last one ends with the
/// text. One, of the whole text, where it fits. Throws Error where `overlap` is not below `room`.
std::vector<TokenWindow> make_windows(int64_t length, int64_t room, int64_t overlap);

}  // namespace attend
