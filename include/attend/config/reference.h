#pragma once

#include <string>

#include "attend/config/schema.h"

namespace attend {

/// Markdown: a heading and a table (key, type, default, range, what it is) for each section, outer sections
/// first. Headings are `level` deep.
std::string reference(const ValueType& type, int level = 2);

template <class T>
std::string reference(const Schema<T>& schema, int level = 2) {
  return reference(*schema.type(), level);
}

}  // namespace attend
