#pragma once

#include <string>
#include <string_view>

namespace attend {

/// How BLEU finds words; the names are sacreBLEU's.
enum class BleuTokenizer {
  mteval_13a,     ///< "13a": entities, ASCII punctuation and symbols (mteval-v13a); the default everywhere
  international,  ///< "intl": Unicode punctuation and symbols (mteval-v14; categories of Unicode 15)
  characters,     ///< "char": every character
  none            ///< "none": the text's own words
};

/// sacreBLEU's name.
std::string_view name_of(BleuTokenizer tokenizer);
/// The tokenizer of that name. Throws UsageError with the nearest one.
BleuTokenizer parse_bleu_tokenizer(std::string_view name);

/// `text` with spaces between its tokens, and possibly more of them than one at a place.
std::u32string tokenize(BleuTokenizer tokenizer, std::u32string_view text);

}  // namespace attend
