#include "attend/core/json_fields.h"

#include <limits>
#include <utility>

#include "attend/core/error.h"

namespace attend {
namespace {

const Json nothing;
const Json empty_object = Json::object();

// Which an int64_t would hold as a negative number.
bool is_above_int64(const Json& number) {
  constexpr auto most = static_cast<uint64_t>(std::numeric_limits<int64_t>::max());
  return number.is_number_unsigned() && number.get<uint64_t>() > most;
}

}  // namespace

const Json* JsonFields::find(const std::string& key) const {
  if (!object_.is_object()) {
    refuse("no \"" + key + "\" in a value of type " + object_.type_name(), "an object with that key");
  }
  const auto found = object_.find(key);
  return found == object_.end() || found->is_null() ? nullptr : &*found;
}

const Json* JsonFields::find(const std::string& key, bool (Json::*is_type)() const noexcept,
                             const char* expected, bool required) const {
  const auto* value = find(key);
  if (!value && required) fail(key, expected);
  if (value && !(value->*is_type)())
    refuse("\"" + key + "\" of type " + value->type_name() + ": " + excerpt(*value), expected);
  return value;
}

const Json& JsonFields::value(const std::string& key) const {
  const auto* value = find(key);
  return value ? *value : nothing;
}

int64_t JsonFields::integer(const std::string& key, int64_t low, std::optional<int64_t> otherwise,
                            int64_t high) const {
  const auto* value = find(key);
  if (!value && otherwise) return *otherwise;
  if (value && value->is_number_integer() && !is_above_int64(*value)) {
    const auto number = value->get<int64_t>();
    if (number >= low && number <= high) return number;
  }
  fail(key, "a whole number from " + std::to_string(low) + " to " + std::to_string(high));
}

double JsonFields::number(const std::string& key, std::optional<double> otherwise) const {
  const auto* value = find(key, &Json::is_number, "a number", !otherwise);
  return value ? value->get<double>() : *otherwise;
}

bool JsonFields::flag(const std::string& key, std::optional<bool> otherwise) const {
  const auto* value = find(key, &Json::is_boolean, "true or false", !otherwise);
  return value ? value->get<bool>() : *otherwise;
}

std::string JsonFields::text(const std::string& key, std::optional<std::string> otherwise) const {
  const auto* value = find(key, &Json::is_string, "a text", !otherwise);
  return value ? value->get<std::string>() : *std::move(otherwise);
}

JsonFields JsonFields::section(const std::string& key) const {
  const auto* value = find(key, &Json::is_object, "an object", /*required=*/false);
  return {value ? *value : empty_object,
          {origin_.operation, origin_.where + ", \"" + key + '"', origin_.hint}};
}

std::vector<JsonFields> JsonFields::list(const std::string& key) const {
  const auto& entries = *find(key, &Json::is_array, "a list", /*required=*/true);
  std::vector<JsonFields> list;
  for (size_t i = 0; i < entries.size(); ++i) {
    const std::string place = origin_.where + ", " + key + "[" + std::to_string(i) + "]";
    list.push_back({entries[i], {origin_.operation, place, origin_.hint}});
  }
  return list;
}

void JsonFields::fail(const std::string& key, const std::string& expected) const {
  const auto* value = find(key);
  refuse(value ? "\"" + key + "\": " + excerpt(*value) : "no \"" + key + "\"", expected);
}

void JsonFields::refuse(std::string found, std::string expected) const {
  throw Error({.operation = origin_.operation,
               .where = origin_.where,
               .found = std::move(found),
               .expected = std::move(expected),
               .hint = origin_.hint});
}

}  // namespace attend
