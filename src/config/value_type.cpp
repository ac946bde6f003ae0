#include "attend/config/value_type.h"

#include "attend/core/json.h"

namespace attend {

Json ValueType::from_text(const std::string& text) const {
  if (auto json = try_parse_json(text)) return *std::move(json);
  return text;
}

std::string describe(const Json& json) { return (json.is_string() ? "the string " : "") + excerpt(json); }

}  // namespace attend
