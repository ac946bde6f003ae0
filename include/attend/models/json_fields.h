#pragma once

#include <cstdint>
#include <filesystem>
#include <limits>
#include <optional>
#include <string>

#include "attend/core/json.h"

namespace attend {

/// Typed access to the keys of a JSON object that others may have written (config.json): unknown keys are
/// passed over, null counts as absent, and a wrong type is an Error naming file, key, what was found and what
/// was expected.
class JsonFields {
 public:
  JsonFields(const Json& object, std::filesystem::path path, std::string prefix = {});

  bool has(const std::string& key) const;
  /// From `low` to `high`.
  int64_t integer(const std::string& key, int64_t low, std::optional<int64_t> otherwise = {},
                  int64_t high = std::numeric_limits<int32_t>::max()) const;
  double number(const std::string& key, double otherwise) const;
  bool flag(const std::string& key, bool otherwise) const;
  std::string text(const std::string& key, const std::string& otherwise) const;
  /// An object; an empty one where it is absent.
  JsonFields section(const std::string& key) const;

  [[noreturn]] void fail(const std::string& key, const std::string& expected) const;

 private:
  const Json* find(const std::string& key) const;

  const Json& object_;
  std::filesystem::path path_;
  std::string prefix_;
};

/// The value of an enum by its name, as `enum_names` lists them.
template <class E>
E enum_field(const JsonFields& fields, const std::string& key, E otherwise) {
  if (!fields.has(key)) return otherwise;
  const auto found = fields.text(key, "");
  std::string choices;
  for (const auto& [value, name] : enum_names(E{})) {
    if (name == found) return value;
    choices += (choices.empty() ? "" : ", ") + std::string(name);
  }
  fields.fail(key, "one of " + choices);
}

/// The name of an enum's value.
template <class E>
std::string enum_name(E wanted) {
  for (const auto& [value, name] : enum_names(E{})) {
    if (value == wanted) return std::string(name);
  }
  return {};
}

}  // namespace attend
