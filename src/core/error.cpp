#include "attend/core/error.h"

#include <utility>

namespace attend {
namespace {

void append_line(std::string& text, const char* label, const std::string& part) {
  if (part.empty()) return;
  text += "\n  ";
  text += label;
  text += part;
}

std::string message(const ErrorParts& parts) {
  std::string text = parts.operation;
  if (!parts.where.empty()) text += (text.empty() ? "" : ": ") + parts.where;
  append_line(text, "found: ", parts.found);
  append_line(text, "expected: ", parts.expected);
  append_line(text, "hint: ", parts.hint);
  return text;
}

}  // namespace

Error::Error(ErrorParts parts, int exit_code)
    : std::runtime_error(message(parts)), parts_(std::move(parts)), exit_code_(exit_code) {}

}  // namespace attend
