#include "attend/config/option.h"

#include <algorithm>

namespace attend {
namespace {

std::string flag_of(const std::string& path) {
  std::string flag = "--" + path;
  std::ranges::replace_if(
      flag, [](char c) { return c == '_' || c == '.'; }, '-');
  return flag;
}

/// Whether the value is one plain section; a variant is not, however few alternatives it has.
bool is_plain(const std::vector<Part>& parts) { return parts.size() == 1 && parts.front().label.empty(); }

void collect(const Section& section, const void* defaults, const std::string& prefix,
             std::vector<Option>& options) {
  for (const Field& field : section.fields()) {
    const void* member = field.in(defaults);
    const std::string path = prefix + field.name;
    const auto parts = field.type->parts(member);
    if (field.type->is_section() && is_plain(parts)) {
      collect(*parts.front().section, parts.front().defaults, path + ".", options);
    } else if (parts.empty()) {
      const Json value = field.type->write(member);
      options.push_back({path, flag_of(path), field.doc, field.type->name(), field.range(), value.dump(),
                         value.is_boolean(), field.type});
    }
  }
}

}  // namespace

Override Option::parse(const std::string& text) const {
  const std::string origin = origin_of_argument(flag + " " + text);
  return {path, value_type->from_text(text), origin};
}

std::vector<Option> options_of(const ValueType& type) {
  std::vector<Option> options;
  const auto parts = type.parts(nullptr);
  if (is_plain(parts)) collect(*parts.front().section, parts.front().defaults, "", options);
  return options;
}

}  // namespace attend
