#pragma once

#include <cstdint>
#include <limits>
#include <optional>
#include <string>
#include <vector>

#include "attend/core/json.h"
#include "attend/core/names.h"
#include "attend/core/strings.h"

namespace attend {

/// What an Error about a JSON object says besides what is wrong with it.
struct JsonOrigin {
  std::string operation;  ///< "opening a tokenizer"
  std::string where;      ///< the file, and the place in it: "dev.json, data[0]"
  std::string hint = {};
};

/// Typed access to the keys of a JSON object that others may have written: unknown keys are passed over, null
/// counts as absent, and what is not an object, lacks a key or has the wrong type is an Error naming file,
/// key, what was found and what was expected.
class JsonFields {
 public:
  /// `object` outlives this; that it is one is looked at with the first key.
  JsonFields(const Json& object, JsonOrigin origin) : object_(object), origin_(std::move(origin)) {}

  bool has(const std::string& key) const { return find(key) != nullptr; }
  /// As it stands there; null where it is absent.
  const Json& value(const std::string& key) const;

  // `otherwise` is for an absent key; without it the key is required.

  /// From `low` to `high`.
  int64_t integer(const std::string& key, int64_t low, std::optional<int64_t> otherwise = {},
                  int64_t high = std::numeric_limits<int32_t>::max()) const;
  double number(const std::string& key, std::optional<double> otherwise = {}) const;
  bool flag(const std::string& key, std::optional<bool> otherwise = {}) const;
  std::string text(const std::string& key, std::optional<std::string> otherwise = {}) const;
  /// The value of an enum by its name, as `enum_names` lists them.
  template <class E>
  E named(const std::string& key, E otherwise) const;
  /// An object; an empty one where it is absent.
  JsonFields section(const std::string& key) const;
  /// The objects of a list.
  std::vector<JsonFields> list(const std::string& key) const;

  /// Throws Error for the value of a key.
  [[noreturn]] void fail(const std::string& key, const std::string& expected) const;
  /// Throws Error for the object.
  [[noreturn]] void refuse(std::string found, std::string expected) const;

 private:
  const Json* find(const std::string& key) const;
  /// The key's value, which `is_type`; null where it is absent and may be.
  const Json* find(const std::string& key, bool (Json::*is_type)() const noexcept, const char* expected,
                   bool required) const;

  const Json& object_;
  JsonOrigin origin_;
};

template <class E>
E JsonFields::named(const std::string& key, E otherwise) const {
  if (!has(key)) return otherwise;
  if (const auto value = try_value_in(enum_names(E{}), text(key))) return *value;
  fail(key, "one of " + join(names_of<E>(), ", "));
}

}  // namespace attend
