#pragma once

#include <string>
#include <string_view>

#include "attend/core/json.h"

namespace attend {

/// The object in a line of JSON lines. Throws Error naming `where` and the byte for text that is no JSON, or
/// no object.
Json read_json_line(std::string_view line, const std::string& where);

/// A line of JSON lines, and what an Error about it says.
struct JsonRow {
  const Json& object;
  std::string operation;  ///< "reading a table"
  std::string where;      ///< file and line

  /// The value of a key as text: numbers and booleans as they are written, null as an empty text. Throws
  /// Error where the key is not there, or its value is a list or an object.
  std::string text(const std::string& key) const;
};

}  // namespace attend
