#pragma once

#include <array>
#include <string>
#include <string_view>
#include <utility>

namespace attend {

/// How BLEU finds words; the names are sacreBLEU's.
enum class BleuTokenizer {
  mteval_13a,     ///< "13a": entities, ASCII punctuation and symbols (mteval-v13a); the default everywhere
  international,  ///< "intl": Unicode punctuation and symbols (mteval-v14; categories of Unicode 15)
  characters,     ///< "char": every character
  none            ///< "none": the text's own words
};

inline auto enum_names(BleuTokenizer) {
  using enum BleuTokenizer;
  return std::array{
      std::pair{mteval_13a, std::string_view("13a")}, std::pair{international, std::string_view("intl")},
      std::pair{characters, std::string_view("char")}, std::pair{none, std::string_view("none")}};
}

/// `text` with spaces between its tokens, and possibly more of them than one at a place.
std::u32string tokenize(BleuTokenizer tokenizer, std::u32string_view text);

}  // namespace attend
