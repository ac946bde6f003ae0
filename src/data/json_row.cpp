#include "attend/data/json_row.h"

#include <vector>

#include "attend/core/error.h"
#include "attend/core/strings.h"

namespace attend {

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
