#include "attend/config/variant_section.h"

#include <algorithm>

#include "attend/core/strings.h"

namespace attend {
namespace {

std::vector<std::string> names_of(const std::vector<VariantSection::Alternative>& alternatives) {
  std::vector<std::string> names;
  for (const auto& alternative : alternatives) names.push_back(alternative.name);
  return names;
}

}  // namespace

std::string VariantSection::doc() const {
  return "Chosen by `" + key_ + "`: " + join(names_of(alternatives_), ", ") + ".";
}

const VariantSection::Alternative& VariantSection::held(const void* value) const {
  return *std::ranges::find_if(alternatives_, [&](const Alternative& a) { return a.get(value) != nullptr; });
}

const VariantSection::Alternative* VariantSection::choose(const Json& json, const void* value,
                                                          Problems& problems) const {
  const auto named = json.find(key_);
  if (named == json.end()) return &held(value);
  const auto chosen =
      std::ranges::find_if(alternatives_, [&](const Alternative& a) { return *named == a.name; });
  if (chosen != alternatives_.end()) return &*chosen;
  const auto names = names_of(alternatives_);
  const auto meant = named->is_string() ? nearest(named->get_ref<const std::string&>(), names) : std::nullopt;
  problems.add(key_, describe(*named), "one of " + join(names, ", "),
               meant ? "did you mean \"" + *meant + "\"?" : "");
  return nullptr;
}

bool VariantSection::belongs_to_others(const std::string& name, const Alternative& chosen) const {
  return !chosen.section->find(name) &&
         std::ranges::any_of(alternatives_, [&](const Alternative& a) { return a.section->find(name); });
}

bool VariantSection::read(const Json& json, void* value, Problems& problems) const {
  if (!json.is_object()) {
    problems.add("", describe(json), "a section: { ... }");
    return false;
  }
  const Alternative* chosen = choose(json, value, problems);
  if (!chosen) return false;
  Json own = Json::object();
  auto& members = own.get_ref<Json::object_t&>();  // a Json's own insertion searches all earlier keys
  // An argument wins over the file's choice, and over the keys that came with that choice.
  const bool switched = problems.place(key_).is_argument;
  for (const auto& [name, member] : json.items()) {
    const bool passed_over =
        switched && !problems.place(name).is_argument && belongs_to_others(name, *chosen);
    if (name != key_ && !passed_over) members.emplace_back(name, member);
  }
  if (!chosen->get(value)) chosen->emplace(value);
  void* section = const_cast<void*>(chosen->get(value));
  return chosen->section->read(own, section, problems, key_);
}

Json VariantSection::write(const void* value) const {
  const Alternative& alternative = held(value);
  Json json = {{key_, alternative.name}};
  json.update(alternative.section->write(alternative.get(value)));
  return json;
}

Json VariantSection::json_schema(const void* defaults) const {
  if (!defaults) defaults = defaults_.get();
  Json schemas = Json::array();
  for (const Alternative& alternative : alternatives_) {
    const void* section = alternative.get(defaults);
    Json schema = alternative.section->json_schema(section);
    Json properties = {{key_, {{"const", alternative.name}}}};
    properties.update(schema["properties"]);
    schema["properties"] = std::move(properties);
    // Without the key it is the default alternative.
    if (!section) schema["required"].push_back(key_);
    schemas.push_back(std::move(schema));
  }
  return {{"type", "object"}, {"oneOf", std::move(schemas)}};
}

std::vector<Part> VariantSection::parts(const void* defaults) const {
  if (!defaults) defaults = defaults_.get();
  std::vector<Part> parts;
  for (const Alternative& alternative : alternatives_) {
    const void* section = alternative.get(defaults);
    parts.push_back({key_, alternative.name, alternative.section.get(),
                     section ? section : alternative.section->defaults()});
  }
  return parts;
}

}  // namespace attend
