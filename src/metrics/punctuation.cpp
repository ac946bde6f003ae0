#include "attend/metrics/punctuation.h"

#include "attend/metrics/unicode_text.h"

namespace attend {
namespace {

bool is_digit(char32_t c) { return c >= U'0' && c <= U'9'; }
bool is_not_digit(char32_t c) { return !is_digit(c); }
bool is_stop(char32_t c) { return c == U'.' || c == U','; }
bool is_hyphen(char32_t c) { return c == U'-'; }

bool is_symbol(char32_t c) {
  static constexpr std::u32string_view symbols = U" !\"#$%&()*+/:;<=>?@[\\]^_`{|}~";
  return c < 0x80 && symbols.find(c) != std::u32string_view::npos;
}

}  // namespace

bool is_ascii_punctuation(char32_t c) {
  return (c >= U'!' && c <= U'/') || (c >= U':' && c <= U'@') || (c >= U'[' && c <= U'`') ||
         (c >= U'{' && c <= U'~');
}

std::u32string unescape_entities(std::u32string_view text) {
  std::u32string result(text);
  if (text.find(U'&') == std::u32string_view::npos) return result;
  result = replace_all(result, U"&quot;", U"\"");
  result = replace_all(result, U"&amp;", U"&");
  result = replace_all(result, U"&lt;", U"<");
  return replace_all(result, U"&gt;", U">");
}

std::u32string separate_symbols(std::u32string_view text) { return space_around(text, is_symbol); }

std::u32string separate_stops(std::u32string_view text) {
  std::u32string result = space_around_second(text, is_not_digit, is_stop);
  result = space_around_first(result, is_stop, is_not_digit);
  return space_around_second(result, is_digit, is_hyphen);
}

}  // namespace attend
