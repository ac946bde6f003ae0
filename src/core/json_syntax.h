#pragma once

#include <string>
#include <string_view>

#include "attend/core/error.h"

namespace attend::json_syntax {

/// What is wrong with a JSON text, and where.
struct Mistake {
  size_t offset = 0;
  std::string found = {};
  std::string expected = {};
  std::string hint = {};
};

/// What the library says when it stops: what it read last, and its message without that.
struct Complaint {
  std::string_view token;    // exact for strings and numbers; for the rest all since the last of those
  std::string_view reason;   // "... - unexpected ','"
  std::string_view message;  // "... - unexpected ','; expected '}'"
};

/// The library's complaint in our words. Up to `understood` the text was read; what is wrong ends at `end`.
Mistake rewrite(std::string_view text, size_t understood, size_t end, const Complaint& complaint);

/// `token`, shortened for a message.
std::string quote(std::string_view token);

/// The error as the text's readers see it: "file:line:column", both from 1, the column in bytes.
ErrorParts error_parts(const Mistake& error, std::string_view text, const std::string& origin);

}  // namespace attend::json_syntax
