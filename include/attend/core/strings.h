#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace attend {

/// `text` cut at every `separator`; an empty text gives one empty part.
std::vector<std::string_view> split(std::string_view text, char separator);

/// `text` cut at runs of ASCII white space; no empty parts.
std::vector<std::string_view> split_whitespace(std::string_view text);

/// `text` without ASCII white space at both ends.
std::string_view trim(std::string_view text);

/// The parts with `separator` between them.
std::string join(const std::vector<std::string>& parts, std::string_view separator);

/// The parts with ", " between them; of more than `most` only so many, and how many there are.
std::string join_first(const std::vector<std::string>& parts, size_t most);

/// `text`, or of a longer one the first `longest` bytes, cut between characters, and "...".
std::string shortened(const std::string& text, size_t longest);

/// The entry of `candidates` with the smallest edit distance to `word`, if that is small enough to be a
/// likely typing mistake (at most a third of the longer word, at least 1).
std::optional<std::string> nearest(std::string_view word, const std::vector<std::string>& candidates);

/// The byte offset of the first ill-formed UTF-8 sequence (RFC 3629: no surrogates, no overlong forms), if
/// any.
std::optional<size_t> find_invalid_utf8(std::string_view text);

/// One code point at `offset` of well-formed UTF-8; `offset` moves past it.
char32_t next_code_point(std::string_view text, size_t& offset);

/// All code points of well-formed UTF-8.
std::u32string to_code_points(std::string_view text);

/// Unicode's White_Space.
bool is_white_space(char32_t code_point);

/// Appends `code_point` as UTF-8.
void append_utf8(std::string& text, char32_t code_point);

}  // namespace attend
