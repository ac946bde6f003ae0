#pragma once

#include <algorithm>
#include <iterator>
#include <string>
#include <string_view>
#include <vector>

#include "attend/core/error.h"
#include "attend/core/strings.h"

namespace attend {

/// One line of a table that gives choices their names.
template <class Value>
struct NamedValue {
  std::string_view name;
  Value value;
};

/// The name of `value`, which is in the table.
template <class Value, size_t N>
std::string_view name_in(const NamedValue<Value> (&table)[N], Value value) {
  return std::find_if(std::begin(table), std::end(table),
                      [&](const auto& line) { return line.value == value; })
      ->name;
}

/// The names of a table, in its order.
template <class Value, size_t N>
std::vector<std::string> names_in(const NamedValue<Value> (&table)[N]) {
  std::vector<std::string> names;
  for (const auto& line : table) names.emplace_back(line.name);
  return names;
}

/// The value called `name`. Throws UsageError with the names there are and the nearest one.
template <class Value, size_t N>
Value value_named(const NamedValue<Value> (&table)[N], std::string_view name, const std::string& operation) {
  for (const auto& line : table) {
    if (line.name == name) return line.value;
  }
  const std::vector<std::string> names = names_in(table);
  const auto likely = nearest(name, names);
  throw UsageError({.operation = operation,
                    .found = '"' + std::string(name) + '"',
                    .expected = "one of " + join(names, ", "),
                    .hint = likely ? "did you mean \"" + *likely + "\"?" : ""});
}

}  // namespace attend
