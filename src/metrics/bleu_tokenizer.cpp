#include "attend/metrics/bleu_tokenizer.h"

#include <utf8proc.h>

#include "attend/metrics/punctuation.h"
#include "attend/metrics/unicode_text.h"

namespace attend {
namespace {

/// The first letter of the general category: 'P' punctuation, 'N' number, 'S' symbol, ...
char major_category(char32_t c) { return utf8proc_category_string(static_cast<utf8proc_int32_t>(c))[0]; }

std::u32string tokenize_13a(std::u32string_view text) {
  std::u32string result = replace_all(text, U"<skipped>", U"");
  result = replace_all(result, U"-\n", U"");
  result = replace_all(result, U"\n", U" ");
  // With a space at both ends, a stop there has a neighbour that is not a digit.
  return separate_stops(separate_symbols(U' ' + unescape_entities(result) + U' '));
}

std::u32string tokenize_international(std::u32string_view text) {
  const auto is_punctuation = [](char32_t c) { return major_category(c) == 'P'; };
  const auto is_not_number = [](char32_t c) { return major_category(c) != 'N'; };
  std::u32string result = space_around_second(text, is_not_number, is_punctuation);
  result = space_around_first(result, is_punctuation, is_not_number);
  return space_around(result, [](char32_t c) { return major_category(c) == 'S'; });
}

}  // namespace

std::u32string tokenize(BleuTokenizer tokenizer, std::u32string_view text) {
  switch (tokenizer) {
    case BleuTokenizer::mteval_13a:
      return tokenize_13a(text);
    case BleuTokenizer::international:
      return tokenize_international(text);
    case BleuTokenizer::characters:
      return space_around(text, [](char32_t) { return true; });
    case BleuTokenizer::none:
      break;
  }
  return std::u32string(text);
}

}  // namespace attend
