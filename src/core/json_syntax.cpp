#include "json_syntax.h"

#include <algorithm>
#include <cctype>

namespace attend::json_syntax {
namespace {

constexpr size_t kLongestQuote = 40;

/// What the library's messages mean to a person.
struct Phrase {
  std::string_view fragment, meaning;
};

constexpr Phrase kFound[] = {
    {"missing closing quote", "a string without its closing quote"},
    {"control character U+000A", "a line break within a string"},
    {"control character", "an unescaped control character in a string"},
    {"ill-formed UTF-8", "bytes that are not UTF-8"},
    {"forbidden character after backslash", "an unknown escape in a string"},
    {"hex digits", "an incomplete \\u escape in a string"},
    {"surrogate", "half of a surrogate pair in a string"},
    {"missing closing '*/'", "a comment without its end"},
    {"number overflow", "a number too large for a double"},
    {"invalid number", "an incomplete number"},
};

constexpr Phrase kExpected[] = {
    {"; expected string literal", "a key in double quotes"},
    {"; expected ':'", "':' after the key"},
    {"; expected '}'", "',' or '}'"},
    {"; expected ']'", "',' or ']'"},
    {"; expected end of input", "nothing more"},
};
constexpr std::string_view kValue =
    "a value: a \"string\", a number, true, false, null, a [list] or an {object}";

/// The offending token, which ends at `end`; up to `done` the text was understood.
std::string_view offending_token(std::string_view text, size_t done, size_t end, const Complaint& complaint) {
  const auto is_letter = [&](size_t at) {
    return at >= done && std::isalpha(static_cast<unsigned char>(text[at]));
  };
  if (complaint.reason.find("string") != text.npos || complaint.reason.find("number") != text.npos) {
    size_t size = complaint.token.size();
    const bool escaped = end > 0 && static_cast<unsigned char>(text[end - 1]) < 0x20;
    if (escaped)
      size -= std::string_view("<U+000A>").size() - 1;  // the token's last character, as the library shows it
    return text.substr(end - std::min(end, size), size);
  }
  if (end >= 2 && !is_letter(end - 1) && is_letter(end - 2)) --end;  // behind a word that is no literal
  size_t begin = end - std::min<size_t>(end, 1);
  while (begin > 0 && is_letter(begin) && is_letter(begin - 1)) --begin;
  return text.substr(begin, end - begin);
}

}  // namespace

std::string quote(std::string_view token) {
  return token.size() <= kLongestQuote ? std::string(token)
                                       : std::string(token.substr(0, kLongestQuote)) + "...";
}

Mistake rewrite(std::string_view text, size_t done, size_t end, const Complaint& complaint) {
  const bool at_end = complaint.reason.ends_with("unexpected end of input");
  const std::string_view token =
      at_end ? text.substr(text.size()) : offending_token(text, done, std::min(end, text.size()), complaint);
  Mistake error{.offset = static_cast<size_t>(token.data() - text.data()),
                .found = at_end ? "the end of the text" : quote(token),
                .expected = std::string(kValue)};
  for (const auto& [fragment, meaning] : kFound) {
    if (complaint.reason.find(fragment) == text.npos) continue;
    error.found = meaning;
    break;
  }
  for (const auto& [fragment, meaning] : kExpected) {
    if (complaint.message.ends_with(fragment)) error.expected = meaning;
  }
  if (at_end || error.found == kFound[0].meaning) error.hint = "is a line missing, or the text cut off?";
  if (token == "}" || token == "]")
    error.hint = "is there a comma after the last entry, or a bracket too many?";
  return error;
}

ErrorParts error_parts(const Mistake& error, std::string_view text, const std::string& origin) {
  const std::string_view before = text.substr(0, error.offset);
  const auto line = 1 + std::count(before.begin(), before.end(), '\n');
  const size_t column = before.size() - (before.rfind('\n') + 1) + 1;  // npos + 1 is 0
  return {.operation = "reading JSON",
          .where = origin + ":" + std::to_string(line) + ":" + std::to_string(column),
          .found = error.found,
          .expected = error.expected,
          .hint = error.hint};
}

}  // namespace attend::json_syntax
