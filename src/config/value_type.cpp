#include "attend/config/value_type.h"

#include "attend/core/json.h"

namespace attend {

Json ValueType::from_text(const std::string& text) const {
  if (auto json = try_parse_json(text)) return *std::move(json);
  return text;
}

std::string describe(const Json& json) {
  constexpr size_t kLongest = 60;
  std::string text = json.dump(-1, ' ', /*ensure_ascii=*/false, Json::error_handler_t::replace);
  if (text.size() > kLongest) {
    size_t end = kLongest;
    while ((static_cast<unsigned char>(text[end]) & 0xC0) == 0x80) --end;  // not within a character
    text = text.substr(0, end) + "...";
  }
  return json.is_string() ? "the string " + text : text;
}

}  // namespace attend
