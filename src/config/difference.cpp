#include "attend/config/difference.h"

namespace attend {
namespace {

void compare(const Json& first, const Json& second, const std::string& path,
             std::vector<std::string>& found) {
  const auto inner = [&](const std::string& key) { return path.empty() ? key : path + "." + key; };
  if (first.is_object() && second.is_object()) {
    for (const auto& [key, value] : first.items()) {
      const auto other = second.find(key);
      if (other == second.end()) {
        found.push_back(inner(key));
      } else {
        compare(value, *other, inner(key), found);
      }
    }
    for (const auto& [key, value] : second.items()) {
      if (!first.contains(key)) found.push_back(inner(key));
    }
  } else if (first.is_array() && second.is_array() && first.size() == second.size()) {
    for (size_t i = 0; i < first.size(); ++i) compare(first[i], second[i], inner(std::to_string(i)), found);
  } else if (first != second) {
    found.push_back(path);
  }
}

}  // namespace

std::vector<std::string> differences(const Json& first, const Json& second) {
  std::vector<std::string> found;
  compare(first, second, "", found);
  return found;
}

}  // namespace attend
