#include "attend/config/container_types.h"

namespace attend {
namespace {

/// "integers", but "one of a, b" as it is.
std::string plural(const std::string& name) { return name.find(' ') == name.npos ? name + "s" : name; }

}  // namespace

bool ListType::read(const Json& json, void* value, Problems& problems) const {
  if (!json.is_array() || !resize(value, json.size())) {
    problems.add("", describe(json), "a " + ListType::name());
    return false;
  }
  bool good = true;
  for (size_t i = 0; i < json.size(); ++i) {
    const Problems::Scope scope(problems, std::to_string(i));
    good &= element_->read(json[i], at(value, i), problems);
  }
  return good;
}

Json ListType::write(const void* value) const {
  Json list = Json::array();
  for (size_t i = 0; i < size(value); ++i) list.push_back(element_->write(at(value, i)));
  return list;
}

std::string ListType::name() const {
  const auto fixed = fixed_size();
  return "list of " + (fixed ? std::to_string(*fixed) + " " : "") + plural(element_->name());
}

Json ListType::json_schema(const void*) const {
  Json schema = {{"type", "array"}, {"items", element_->json_schema(nullptr)}};
  if (const auto fixed = fixed_size()) {
    schema["minItems"] = *fixed;
    schema["maxItems"] = *fixed;
  }
  return schema;
}

std::vector<Part> ListType::parts(const void*) const { return element_->parts(nullptr); }

bool OptionalType::read(const Json& json, void* value, Problems& problems) const {
  if (json.is_null()) {
    reset(value);
    return true;
  }
  if (held_->read(json, emplace(value), problems)) return true;
  reset(value);
  return false;
}

Json OptionalType::write(const void* value) const {
  const void* held = get(value);
  return held ? held_->write(held) : Json(nullptr);
}

Json OptionalType::json_schema(const void* defaults) const {
  const void* held = defaults ? get(defaults) : nullptr;
  return {{"anyOf", Json::array({held_->json_schema(held), {{"type", "null"}}})}};
}

Json OptionalType::from_text(const std::string& text) const {
  return text == "null" ? Json(nullptr) : held_->from_text(text);
}

std::vector<Part> OptionalType::parts(const void* defaults) const {
  return held_->parts(defaults ? get(defaults) : nullptr);
}

}  // namespace attend
