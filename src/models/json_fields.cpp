#include "attend/models/json_fields.h"

#include "attend/core/error.h"

namespace attend {
namespace {

const Json empty_object = Json::object();

}  // namespace

JsonFields::JsonFields(const Json& object, std::filesystem::path path, std::string prefix)
    : object_(object), path_(std::move(path)), prefix_(std::move(prefix)) {}

const Json* JsonFields::find(const std::string& key) const {
  const auto found = object_.find(key);
  return found == object_.end() || found->is_null() ? nullptr : &*found;
}

bool JsonFields::has(const std::string& key) const { return find(key) != nullptr; }

int64_t JsonFields::integer(const std::string& key, int64_t low, std::optional<int64_t> otherwise,
                            int64_t high) const {
  const auto* value = find(key);
  if (!value && otherwise) return *otherwise;
  if (value && value->is_number_integer()) {
    const auto number = value->get<int64_t>();
    if (number >= low && number <= high) return number;
  }
  fail(key, "a whole number from " + std::to_string(low) + " to " + std::to_string(high));
}

double JsonFields::number(const std::string& key, double otherwise) const {
  const auto* value = find(key);
  if (!value) return otherwise;
  if (!value->is_number()) fail(key, "a number");
  return value->get<double>();
}

bool JsonFields::flag(const std::string& key, bool otherwise) const {
  const auto* value = find(key);
  if (!value) return otherwise;
  if (!value->is_boolean()) fail(key, "true or false");
  return value->get<bool>();
}

std::string JsonFields::text(const std::string& key, const std::string& otherwise) const {
  const auto* value = find(key);
  if (!value) return otherwise;
  if (!value->is_string()) fail(key, "a text");
  return value->get<std::string>();
}

JsonFields JsonFields::section(const std::string& key) const {
  const auto* value = find(key);
  if (value && !value->is_object()) fail(key, "an object");
  return {value ? *value : empty_object, path_, prefix_ + key + "."};
}

void JsonFields::fail(const std::string& key, const std::string& expected) const {
  const auto* value = find(key);
  throw Error({.operation = "reading the model's configuration",
               .where = path_.string() + ", \"" + prefix_ + key + "\"",
               .found = value ? value->dump() : "nothing",
               .expected = expected});
}

}  // namespace attend
