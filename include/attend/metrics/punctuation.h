#pragma once

#include <string>
#include <string_view>

namespace attend {

/// The steps that mteval's and tercom's tokenizers share. Each is a substitution from left to right over
/// matches that do not overlap; spaces are put in generously, for the caller splits at runs of them.

/// `text` with a space on both sides of every character that is `separated`.
template <class Predicate>
std::u32string space_around(std::u32string_view text, Predicate separated) {
  std::u32string result;
  result.reserve(text.size() + text.size() / 4);
  for (const char32_t c : text) {
    if (separated(c)) {
      ((result += U' ') += c) += U' ';
    } else {
      result += c;
    }
  }
  return result;
}

/// Replaces every pair of characters that match `first` and `second` by what `write(result, a, b)` appends.
template <class First, class Second, class Write>
std::u32string replace_pairs(std::u32string_view text, First first, Second second, Write write) {
  std::u32string result;
  result.reserve(text.size() + text.size() / 4);
  for (size_t i = 0; i < text.size();) {
    if (i + 1 < text.size() && first(text[i]) && second(text[i + 1])) {
      write(result, text[i], text[i + 1]);
      i += 2;
    } else {
      result += text[i++];
    }
  }
  return result;
}

/// A space on both sides of the first of each matching pair.
template <class First, class Second>
std::u32string space_around_first(std::u32string_view text, First first, Second second) {
  return replace_pairs(text, first, second, [](std::u32string& result, char32_t a, char32_t b) {
    (((result += U' ') += a) += U' ') += b;
  });
}

/// A space on both sides of the second of each matching pair.
template <class First, class Second>
std::u32string space_around_second(std::u32string_view text, First first, Second second) {
  return replace_pairs(text, first, second, [](std::u32string& result, char32_t a, char32_t b) {
    (((result += a) += U' ') += b) += U' ';
  });
}

/// &quot; &amp; &lt; and &gt; as the characters they stand for, in this order, so that "&amp;lt;" ends as
/// "<".
std::u32string unescape_entities(std::u32string_view text);

/// One of Python's string.punctuation.
bool is_ascii_punctuation(char32_t c);

/// Spaces around ASCII punctuation and symbols, but not around apostrophe, comma, hyphen and full stop.
std::u32string separate_symbols(std::u32string_view text);

/// Spaces around full stops and commas that have a neighbour other than a digit, and around a hyphen after a
/// digit.
std::u32string separate_stops(std::u32string_view text);

}  // namespace attend
