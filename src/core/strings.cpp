#include "attend/core/strings.h"

#include <algorithm>
#include <numeric>

namespace attend {
namespace {

constexpr std::string_view kWhitespace = " \t\n\v\f\r";

/// What a lead byte of UTF-8 says: how many bytes follow, and the smallest code point that needs them.
struct Lead {
  size_t continuation_bytes;
  char32_t bits;
  char32_t smallest;
};

std::optional<Lead> read_lead(unsigned char byte) {
  if (byte < 0x80) return Lead{0, byte, 0};
  if (byte >= 0xC0 && byte < 0xE0) return Lead{1, byte & 0x1Fu, 0x80};
  if (byte >= 0xE0 && byte < 0xF0) return Lead{2, byte & 0x0Fu, 0x800};
  if (byte >= 0xF0 && byte < 0xF8) return Lead{3, byte & 0x07u, 0x10000};
  return std::nullopt;
}

/// The code point at `offset`, which moves past it; nothing (and `offset` as it was) where it is ill-formed.
std::optional<char32_t> decode(std::string_view text, size_t& offset) {
  const auto lead = read_lead(static_cast<unsigned char>(text[offset]));
  if (!lead || text.size() - offset <= lead->continuation_bytes) return std::nullopt;
  char32_t code_point = lead->bits;
  for (size_t i = 1; i <= lead->continuation_bytes; ++i) {
    const auto byte = static_cast<unsigned char>(text[offset + i]);
    if ((byte & 0xC0) != 0x80) return std::nullopt;
    code_point = code_point << 6 | (byte & 0x3Fu);
  }
  const bool surrogate = code_point >= 0xD800 && code_point <= 0xDFFF;
  if (code_point < lead->smallest || code_point > 0x10FFFF || surrogate) return std::nullopt;
  offset += 1 + lead->continuation_bytes;
  return code_point;
}

/// Optimal string alignment: insertions, deletions, substitutions and swaps of neighbours count 1 each.
size_t edit_distance(std::string_view a, std::string_view b) {
  std::vector<size_t> before_last(b.size() + 1), last(b.size() + 1), row(b.size() + 1);
  std::iota(row.begin(), row.end(), size_t{0});
  for (size_t i = 1; i <= a.size(); ++i) {
    before_last.swap(last);
    last.swap(row);
    row[0] = i;
    for (size_t j = 1; j <= b.size(); ++j) {
      const size_t substituted = last[j - 1] + (a[i - 1] != b[j - 1]);
      row[j] = std::min({last[j] + 1, row[j - 1] + 1, substituted});
      const bool swapped = i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1];
      if (swapped) row[j] = std::min(row[j], before_last[j - 2] + 1);
    }
  }
  return row[b.size()];
}

}  // namespace

std::vector<std::string_view> split(std::string_view text, char separator) {
  std::vector<std::string_view> parts;
  size_t begin = 0;
  for (size_t end = text.find(separator); end != text.npos; end = text.find(separator, begin)) {
    parts.push_back(text.substr(begin, end - begin));
    begin = end + 1;
  }
  parts.push_back(text.substr(begin));
  return parts;
}

std::vector<std::string_view> split_whitespace(std::string_view text) {
  std::vector<std::string_view> parts;
  size_t begin = text.find_first_not_of(kWhitespace);
  while (begin != text.npos) {
    const size_t end = std::min(text.find_first_of(kWhitespace, begin), text.size());
    parts.push_back(text.substr(begin, end - begin));
    begin = text.find_first_not_of(kWhitespace, end);
  }
  return parts;
}

std::string_view trim(std::string_view text) {
  const size_t begin = text.find_first_not_of(kWhitespace);
  if (begin == text.npos) return {};
  return text.substr(begin, text.find_last_not_of(kWhitespace) - begin + 1);
}

std::string join(const std::vector<std::string>& parts, std::string_view separator) {
  std::string text;
  for (const std::string& part : parts) {
    if (&part != &parts.front()) text += separator;
    text += part;
  }
  return text;
}

std::optional<std::string> nearest(std::string_view word, const std::vector<std::string>& candidates) {
  std::optional<std::string> best;
  size_t best_distance = 0;
  for (const std::string& candidate : candidates) {
    const size_t longer = std::max(word.size(), candidate.size());
    const size_t allowed = std::max<size_t>(longer / 3, 1);
    const size_t difference = longer - std::min(word.size(), candidate.size());
    if (difference > allowed) continue;  // the distance is at least that; a hostile word costs nothing
    const size_t distance = edit_distance(word, candidate);
    // A distance of the whole length is another word: "a" is not a slip for "b".
    if (distance > allowed || distance >= longer || (best && distance >= best_distance)) continue;
    best = candidate;
    best_distance = distance;
  }
  return best;
}

std::optional<size_t> find_invalid_utf8(std::string_view text) {
  for (size_t offset = 0; offset < text.size();) {
    if (static_cast<unsigned char>(text[offset]) < 0x80) {
      ++offset;
    } else if (!decode(text, offset)) {
      return offset;
    }
  }
  return std::nullopt;
}

char32_t next_code_point(std::string_view text, size_t& offset) {
  if (const auto code_point = decode(text, offset)) return *code_point;
  ++offset;  // ill-formed text is the caller's mistake; it must still end
  return 0xFFFD;
}

std::u32string to_code_points(std::string_view text) {
  std::u32string points;
  points.reserve(text.size());
  for (size_t offset = 0; offset < text.size();) points += next_code_point(text, offset);
  return points;
}

std::string join_first(const std::vector<std::string>& parts, size_t most) {
  if (parts.size() <= most) return join(parts, ", ");
  return join({parts.begin(), parts.begin() + static_cast<std::ptrdiff_t>(most)}, ", ") + ", ... (" +
         std::to_string(parts.size()) + " in all)";
}

std::string shortened(const std::string& text, size_t longest) {
  if (text.size() <= longest) return text;
  size_t end = longest;
  while (end > 0 && (static_cast<unsigned char>(text[end]) & 0xC0) == 0x80) --end;
  return text.substr(0, end) + "...";
}

bool is_white_space(char32_t c) {
  if (c < 0x80) return c == ' ' || (c >= 0x09 && c <= 0x0d);
  return c == 0x85 || c == 0xa0 || c == 0x1680 || (c >= 0x2000 && c <= 0x200a) || c == 0x2028 ||
         c == 0x2029 || c == 0x202f || c == 0x205f || c == 0x3000;
}

void append_utf8(std::string& text, char32_t code_point) {
  const auto put = [&](char32_t byte) { text += static_cast<char>(static_cast<unsigned char>(byte)); };
  const auto put_continuation = [&](int shift) { put(0x80 | (code_point >> shift & 0x3F)); };
  if (code_point < 0x80) {
    put(code_point);
  } else if (code_point < 0x800) {
    put(0xC0 | code_point >> 6);
    put_continuation(0);
  } else if (code_point < 0x10000) {
    put(0xE0 | code_point >> 12);
    put_continuation(6);
    put_continuation(0);
  } else {
    put(0xF0 | code_point >> 18);
    put_continuation(12);
    put_continuation(6);
    put_continuation(0);
  }
}

}  // namespace attend
