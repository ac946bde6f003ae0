#pragma once

#include <iterator>
#include <optional>
#include <string>
#include <string_view>
#include <type_traits>
#include <vector>

namespace attend {

/// Throws UsageError for `name`, with the names there are and the nearest one.
[[noreturn]] void refuse_name(std::string_view name, const std::vector<std::string>& names,
                              const std::string& operation);

/// The names in a table: a list of pairs of a value and its name.
template <class Table>
std::vector<std::string> names_in(const Table& table) {
  std::vector<std::string> names;
  for (const auto& [value, name] : table) names.emplace_back(name);
  return names;
}

/// The value called `name` in a table; nothing where none is.
template <class Table>
auto try_value_in(const Table& table, std::string_view name) {
  using Value = std::remove_cvref_t<decltype(std::begin(table)->first)>;
  for (const auto& [value, its_name] : table) {
    if (its_name == name) return std::optional<Value>(value);
  }
  return std::optional<Value>();
}

/// The value called `name` in a table. Throws UsageError, which says that `operation` failed, for another.
template <class Table>
auto value_in(const Table& table, std::string_view name, const std::string& operation) {
  if (const auto value = try_value_in(table, name)) return *value;
  refuse_name(name, names_in(table), operation);
}

// An enum E has names through a function beside it, found by argument-dependent lookup:
// `inline auto enum_names(E) { return std::array{std::pair{E::one, std::string_view("one")}, ...}; }`

/// The names of an enum's values.
template <class E>
std::vector<std::string> names_of() {
  return names_in(enum_names(E{}));
}

/// The name of a value; empty for one without.
template <class E>
std::string_view name_of(E wanted) {
  for (const auto& [value, name] : enum_names(E{})) {
    if (value == wanted) return name;
  }
  return {};
}

/// The value of that name. Throws UsageError, which says that `operation` failed, for another.
template <class E>
E value_named(std::string_view name, const std::string& operation) {
  return value_in(enum_names(E{}), name, operation);
}

}  // namespace attend
