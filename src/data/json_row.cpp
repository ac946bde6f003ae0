#include "attend/data/json_row.h"

#include <utility>
#include <vector>

#include "attend/core/error.h"
#include "attend/core/strings.h"

namespace attend {

Json read_json_line(std::string_view line, const std::string& where) {
  try {
    Json object = read_json_text(line, "");
    if (object.is_object()) return object;
  } catch (const Error& error) {  // its place is ":1:BYTE"
    auto parts = error.parts();
    parts.where = where + ", byte " + parts.where.substr(parts.where.rfind(':') + 1);
    throw Error(std::move(parts));
  }
  throw Error(
      {.operation = "reading JSON", .where = where, .found = "no JSON object", .expected = "one a line"});
}

std::string JsonRow::text(const std::string& key) const {
  const auto found = object.find(key);
  if (found == object.end()) {
    std::vector<std::string> keys;
    for (const auto& [name, ignored] : object.items()) keys.push_back(name);
    const auto meant = nearest(key, keys);
    throw Error({.operation = operation,
                 .where = where,
                 .found = "no \"" + key + '"',
                 .expected = "a key of that name: columns say which keys are read",
                 .hint = meant ? "did you mean \"" + *meant + "\"?" : ""});
  }
  if (found->is_structured()) {
    throw Error({.operation = operation,
                 .where = where,
                 .found = '"' + key + "\": " + shortened(found->dump(), 100),
                 .expected = "a text or a number"});
  }
  if (found->is_null()) return "";
  return found->is_string() ? found->get<std::string>() : found->dump();
}

}  // namespace attend
