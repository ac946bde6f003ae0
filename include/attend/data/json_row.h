#pragma once

#include <string>

#include "attend/core/json.h"

namespace attend {

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
