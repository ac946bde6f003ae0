#include "attend/config/load.h"

#include <charconv>
#include <optional>

#include "attend/config/overrides.h"
#include "attend/core/error.h"
#include "attend/core/json.h"
#include "attend/core/strings.h"

namespace attend {
namespace {

constexpr const char* key_and_value = "a key and its value, such as training.optimizer.lr=0.001";

bool has_key_and_value(const std::string& argument) {
  return argument.find('=', 1) != argument.npos && argument[0] != '=';
}

/// Whether it is a number, but none that a double holds: no JSON, and no word either.
bool is_too_large(std::string_view text) {
  double number = 0;
  const auto result = std::from_chars(text.data(), text.data() + text.size(), number);
  return result.ec == std::errc::result_out_of_range && result.ptr == text.data() + text.size() &&
         !try_parse_json(text);
}

std::optional<size_t> index_in(const Json& list, std::string_view text) {
  size_t index = 0;
  const auto result = std::from_chars(text.data(), text.data() + text.size(), index);
  const bool whole = result.ec == std::errc() && result.ptr == text.data() + text.size();
  if (!whole || index >= list.size()) return std::nullopt;
  return index;
}

/// The member `name` of `json`, made where it is missing; null where `json` cannot have it.
Json* step_into(Json& json, std::string_view name) {
  if (json.is_null()) json = Json::object();  // the section is not in the file, or off
  if (json.is_object()) return &json[std::string(name)];
  if (!json.is_array()) return nullptr;
  const auto index = index_in(json, name);
  return index ? &json[*index] : nullptr;
}

void apply(const Override& override, Json& document, Places& places, std::vector<Problem>& problems) {
  Json* target = &document;
  std::string pointer, outer;
  for (const std::string_view name : split(override.path, '.')) {
    const bool made = !target->is_array() && !target->contains(name);
    Json* inner = step_into(*target, name);
    if (!inner) {
      problems.push_back({{override.origin, 0, /*is_argument=*/true},
                          override.path,
                          outer + " is " + describe(*target),
                          target->is_array() ? "the number of an entry of the list" : "a section"});
      return;
    }
    append_to_pointer(pointer, name);
    if (made) places.set(pointer, override.origin, {});  // a misspelt section is the argument's mistake
    outer += (outer.empty() ? "" : ".") + std::string(name);
    target = inner;
  }
  *target = override.value;
  places.set(pointer, override.origin, override.value);
}

/// Adds the paths in `json`, which is at `path`, that end in `key`.
void collect_paths(const Json& json, const std::string& path, std::string_view key,
                   std::vector<std::string>& found) {
  if (!json.is_object()) return;
  for (const auto& [name, inner] : json.items()) {
    const std::string inner_path = path.empty() ? name : path + "." + name;
    if (name == key) found.push_back('"' + inner_path + '"');
    collect_paths(inner, inner_path, key, found);
  }
}

Problems read(const ValueType& type, void* value, Json document, Places places,
              const std::vector<Override>& overrides) {
  std::vector<Problem> misplaced;
  if (document.is_object()) {
    for (const Override& override : overrides) apply(override, document, places, misplaced);
  }
  Problems problems(std::move(places));
  for (const Problem& problem : misplaced) problems.add(problem);
  type.read(document, value, problems);
  problems.hint_at_unknown([written = type.write(value)](const std::string& path) {
    std::vector<std::string> elsewhere;
    collect_paths(written, "", std::string_view(path).substr(path.rfind('.') + 1), elsewhere);
    return elsewhere.empty() ? "" : "did you mean " + join(elsewhere, " or ") + "?";
  });
  return problems;
}

}  // namespace

std::string origin_of_argument(const std::string& argument) {
  constexpr size_t longest = 80;
  const auto invalid = find_invalid_utf8(argument);
  if (!invalid) return shortened(argument, longest);
  throw UsageError({.operation = "reading the command line",
                    .where = shortened(argument.substr(0, *invalid), longest),
                    .found = "bytes that are not UTF-8, from byte " + std::to_string(*invalid + 1) + " on",
                    .expected = "UTF-8"});
}

Override parse_override(const std::string& argument) {
  if (!has_key_and_value(argument)) {
    throw UsageError({.operation = "reading the command line",
                      .where = "--set",
                      .found = excerpt(argument),
                      .expected = key_and_value});
  }
  const size_t equals = argument.find('=');
  const std::string origin = origin_of_argument("--set " + argument);
  const std::string text = argument.substr(equals + 1);
  const auto json = try_parse_json(text);
  return {argument.substr(0, equals), json ? *json : Json(text), origin};
}

std::vector<Override> parse_overrides(const std::vector<std::string>& arguments,
                                      std::vector<Problem>& problems) {
  std::vector<Override> overrides;
  for (const std::string& argument : arguments) {
    const auto value = std::string_view(argument).substr(argument.find('=') + 1);
    if (has_key_and_value(argument) && !is_too_large(value))
      overrides.push_back(parse_override(argument));
    else if (has_key_and_value(argument))
      problems.push_back({.place = {origin_of_argument("--set " + argument), 0, /*is_argument=*/true},
                          .found = "a number too large for a double",
                          .expected = "one up to 1.7e308"});
    else
      problems.push_back({.place = {"--set", 0, /*is_argument=*/true},
                          .found = excerpt(argument),
                          .expected = key_and_value});
  }
  return overrides;
}

Problems load_into(const ValueType& type, void* value, std::string_view text, const std::string& origin,
                   const std::vector<Override>& overrides) {
  JsonDocument document = parse_json(text, origin, /*comments=*/true);
  if (document.value.is_object()) {
    const auto schema = document.value.find("$schema");
    if (schema != document.value.end() && schema->is_string()) document.value.erase("$schema");
  }
  return read(type, value, std::move(document.value), Places(origin, document.lines), overrides);
}

Problems override_in(const ValueType& type, void* value, const std::vector<Override>& overrides) {
  Json document = type.write(value);
  return read(type, value, std::move(document), Places(), overrides);
}

}  // namespace attend
