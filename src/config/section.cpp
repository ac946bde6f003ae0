#include "attend/config/section.h"

#include <algorithm>
#include <stdexcept>

#include "attend/core/strings.h"

namespace attend {
namespace {

// So many unknown keys of a section are reported one by one; a file with more is no configuration.
constexpr size_t most_unknown = 50;

/// The first that does not hold; null where all do.
const Constraint* broken(const std::vector<Constraint>& constraints, const Json& json) {
  if (json.is_null()) return nullptr;
  const auto found =
      std::ranges::find_if_not(constraints, [&](const Constraint& c) { return c.holds(json); });
  return found == constraints.end() ? nullptr : &*found;
}

/// Puts a constraint's keywords where they apply: into the value of an optional, not beside its null; and
/// where one entry may stand for a list, what each entry must satisfy into that one too.
void constrain(Json& schema, const Json& keywords) {
  if (schema.contains("anyOf")) {
    constrain(schema["anyOf"][0], keywords);
  } else if (schema.contains("oneOf")) {
    schema["oneOf"][0].merge_patch(keywords.value("items", Json::object()));
    schema["oneOf"][1].merge_patch(keywords);
  } else {
    schema.merge_patch(keywords);
  }
}

}  // namespace

bool Field::required(const void* section) const {
  return broken(constraints, type->write(in(section))) != nullptr;
}

std::string Field::range() const {
  std::vector<std::string> texts;
  for (const Constraint& constraint : constraints) texts.push_back(constraint.text);
  return join(texts, ", ");
}

void Section::add(Field field) {
  if (find(field.name)) throw std::logic_error("the key " + field.name + " is declared twice in one section");
  fields_.push_back(std::move(field));
}

const Field* Section::find(std::string_view name) const {
  const auto found = std::ranges::find(fields_, name, &Field::name);
  return found == fields_.end() ? nullptr : &*found;
}

std::vector<std::string> Section::report_unknown(const Json& json, Problems& problems,
                                                 std::string_view known_key) const {
  std::vector<std::string> names;
  for (const Field& field : fields_) names.push_back(field.name);
  if (!known_key.empty()) names.insert(names.begin(), std::string(known_key));

  std::vector<std::string> absent;  // a key that is in the file already was not meant there
  for (const std::string& name : names) {
    if (!json.contains(name)) absent.push_back(name);
  }
  std::vector<std::string> meant;
  size_t unknown = 0;
  for (const auto& [key, value] : json.items()) {
    if (std::ranges::find(names, key) != names.end()) continue;
    if (++unknown > most_unknown) continue;
    const Problems::Scope scope(problems, key);
    const auto suggestion = nearest(key, problems.place().is_argument ? names : absent);
    problems.add_unknown("", names.empty() ? "no keys" : "one of " + join(names, ", "), suggestion);
    if (suggestion) meant.push_back(*suggestion);
  }
  if (unknown > most_unknown)
    problems.add("", std::to_string(unknown - most_unknown) + " more unknown keys", "none");
  return meant;
}

bool Section::read_field(const Field& field, const Json& json, void* value, Problems& problems) const {
  const Problems::Scope scope(problems, field.name);
  void* member = field.member(value);
  const auto given = json.find(field.name);
  if (given != json.end()) {
    if (!field.type->read(*given, member, problems)) return false;
  } else if (field.type->is_section() && !field.type->read(Json::object(), member, problems)) {
    return false;
  }
  const Json result = field.type->write(member);
  const Constraint* wrong = broken(field.constraints, result);
  if (!wrong) return true;
  problems.add("", given != json.end() ? describe(*given) : "nothing: the key is required", field.range(),
               wrong->hint ? wrong->hint(result) : "");
  return false;
}

bool Section::read(const Json& json, void* value, Problems& problems, std::string_view known_key) const {
  if (!json.is_object()) {
    problems.add("", describe(json), "a section: { ... }");
    return false;
  }
  // A misspelt key counts as its field's value lost, so that one mistake is not reported as two.
  std::vector<std::string> lost = report_unknown(json, problems, known_key);
  const auto is_lost = [&](const std::string& name) { return std::ranges::find(lost, name) != lost.end(); };
  for (const Field& field : fields_) {
    if (!is_lost(field.name) && !read_field(field, json, value, problems)) lost.push_back(field.name);
  }
  for (const Check& check : checks_) {
    const bool runs = check.keys.empty() ? lost.empty() : std::ranges::none_of(check.keys, is_lost);
    if (runs) check.run(value, problems);
  }
  return lost.empty();
}

Json Section::write(const void* value) const {
  Json json = Json::object();
  for (const Field& field : fields_) json[field.name] = field.type->write(field.in(value));
  return json;
}

Json Section::json_schema(const void* defaults) const {
  if (!defaults) defaults = defaults_.get();
  Json properties = Json::object();
  Json required = Json::array();
  for (const Field& field : fields_) {
    Json schema = {{"description", field.doc}};
    const void* member = field.in(defaults);
    schema.update(field.type->json_schema(member));
    schema["description"] = field.doc;
    for (const Constraint& constraint : field.constraints) constrain(schema, constraint.keywords);
    const bool is_required = field.required(defaults);
    if (is_required) required.push_back(field.name);
    if (!is_required && !field.type->is_section()) schema["default"] = field.type->write(member);
    properties[field.name] = std::move(schema);
  }
  Json schema = {{"type", "object"}, {"description", doc_}, {"properties", std::move(properties)}};
  if (!required.empty()) schema["required"] = std::move(required);
  schema["additionalProperties"] = false;
  return schema;
}

}  // namespace attend
