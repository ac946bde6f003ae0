#pragma once

#include <string>
#include <string_view>

namespace attend {

/// `text` for a terminal: control characters, which could move its cursor or rewrite what it shows, become
/// "\u001b". Line breaks and tabs stay.
std::string printable(std::string_view text);

/// A name that a file gives, for a message: escaped as in a JSON string, line breaks too, and no longer than
/// a line.
std::string shown_name(std::string_view name);

}  // namespace attend
