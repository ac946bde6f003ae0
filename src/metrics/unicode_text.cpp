#include "attend/metrics/unicode_text.h"

#include <algorithm>
#include <array>
#include <utility>

#include <fmt/format.h>
#include <utf8proc.h>

#include "attend/core/error.h"
#include "attend/core/strings.h"

namespace attend {
namespace {

using Range = std::pair<char32_t, char32_t>;

template <size_t N>
bool in_ranges(const std::array<Range, N>& ranges, char32_t c) {
  return std::any_of(ranges.begin(), ranges.end(),
                     [c](const Range& range) { return range.first <= c && c <= range.second; });
}

bool is_case_ignorable(char32_t c) {
  static constexpr std::u32string_view word_middles =
      U"'.:\u00b7\u0387\u055f\u05f4\u2018\u2019\u2024\u2027\ufe13\ufe52\ufe55\uff07\uff0e\uff1a";
  switch (utf8proc_category(static_cast<utf8proc_int32_t>(c))) {
    case UTF8PROC_CATEGORY_MN:
    case UTF8PROC_CATEGORY_ME:
    case UTF8PROC_CATEGORY_CF:
    case UTF8PROC_CATEGORY_LM:
    case UTF8PROC_CATEGORY_SK:
      return true;
    default:
      return word_middles.find(c) != std::u32string_view::npos;
  }
}

/// Unicode's Cased, for characters that are not case-ignorable.
bool is_cased(char32_t c) {
  // Ordinal indicators, Roman numerals, circled, squared and other enclosed letters.
  static constexpr std::array<Range, 7> letters_of_other_categories = {{{0xaa, 0xaa},
                                                                        {0xba, 0xba},
                                                                        {0x2160, 0x217f},
                                                                        {0x24b6, 0x24e9},
                                                                        {0x1f130, 0x1f149},
                                                                        {0x1f150, 0x1f169},
                                                                        {0x1f170, 0x1f189}}};
  switch (utf8proc_category(static_cast<utf8proc_int32_t>(c))) {
    case UTF8PROC_CATEGORY_LU:
    case UTF8PROC_CATEGORY_LL:
    case UTF8PROC_CATEGORY_LT:
      return true;
    default:
      return in_ranges(letters_of_other_categories, c);
  }
}

/// Whether the capital sigma at `position` ends a word: a cased letter before it, none after it.
bool is_final_sigma(std::u32string_view text, size_t position) {
  const auto before = text.substr(0, position);
  const auto after = text.substr(position + 1);
  const auto previous = std::find_if_not(before.rbegin(), before.rend(), is_case_ignorable);
  const auto next = std::find_if_not(after.begin(), after.end(), is_case_ignorable);
  return previous != before.rend() && is_cased(*previous) && (next == after.end() || !is_cased(*next));
}

}  // namespace

std::u32string decode_utf8(std::string_view text, const std::string& where) {
  if (const auto offset = find_invalid_utf8(text)) {
    throw Error({.operation = "reading text",
                 .where = where,
                 .found = fmt::format("byte 0x{:02x} at offset {}", static_cast<unsigned char>(text[*offset]),
                                      *offset),
                 .expected = "UTF-8"});
  }
  return to_code_points(text);
}

bool is_space(char32_t c) { return is_white_space(c) || (c >= 0x1c && c <= 0x1f); }

std::u32string lower(std::u32string_view text) {
  std::u32string result;
  result.reserve(text.size());
  for (size_t i = 0; i < text.size(); ++i) {
    const char32_t c = text[i];
    if (c < 0x80) {
      result += c >= 'A' && c <= 'Z' ? c + ('a' - 'A') : c;
    } else if (c == U'\u0130') {
      result += U"i\u0307";
    } else if (c == U'\u03a3') {
      result += is_final_sigma(text, i) ? U'\u03c2' : U'\u03c3';
    } else {
      result += static_cast<char32_t>(utf8proc_tolower(static_cast<utf8proc_int32_t>(c)));
    }
  }
  return result;
}

std::u32string_view strip_end(std::u32string_view text) {
  while (!text.empty() && is_space(text.back())) text.remove_suffix(1);
  return text;
}

std::vector<std::u32string_view> split_words(std::u32string_view text) {
  std::vector<std::u32string_view> words;
  for (auto start = text.begin();;) {
    start = std::find_if_not(start, text.end(), is_space);
    if (start == text.end()) return words;
    const auto end = std::find_if(start, text.end(), is_space);
    words.emplace_back(start, end);
    start = end;
  }
}

std::u32string replace_all(std::u32string_view text, std::u32string_view from, std::u32string_view to) {
  std::u32string result;
  for (size_t start = 0;;) {
    const size_t found = text.find(from, start);
    result += text.substr(start, found - start);
    if (found == std::u32string_view::npos) return result;
    result += to;
    start = found + from.size();
  }
}

}  // namespace attend
