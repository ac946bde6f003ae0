#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace attend {

/// The code points of `text`. Throws Error naming `where` and the byte for ill-formed UTF-8.
std::u32string decode_utf8(std::string_view text, const std::string& where);

/// White space as Python's `str.split` has it: Unicode's White_Space and the four separators U+001C to
/// U+001F.
bool is_space(char32_t c);

/// Full Unicode lower-casing as Python's `str.lower` does it: İ becomes two code points, and a Σ that ends a
/// word becomes ς (Unicode 15, section 3.13, Final_Sigma).
std::u32string lower(std::u32string_view text);

/// `text` without white space at its end.
std::u32string_view strip_end(std::u32string_view text);

/// `text` cut at runs of white space; no empty parts.
std::vector<std::u32string_view> split_words(std::u32string_view text);

/// `text` with every `from` (not empty) replaced by `to`, left to right.
std::u32string replace_all(std::u32string_view text, std::u32string_view from, std::u32string_view to);

}  // namespace attend
