#include "attend/core/printable.h"

#include <fmt/format.h>

#include "attend/core/json.h"
#include "attend/core/strings.h"

namespace attend {

std::string printable(std::string_view text) {
  std::string shown;
  for (size_t offset = 0; offset < text.size();) {
    const size_t begin = offset;
    const char32_t c = next_code_point(text, offset);
    const bool control = (c < 0x20 && c != '\n' && c != '\t') || (c >= 0x7f && c < 0xa0);
    if (control)
      shown += fmt::format("\\u{:04x}", static_cast<uint32_t>(c));
    else
      shown += text.substr(begin, offset - begin);
  }
  return shown;
}

std::string shown_name(std::string_view name) {
  constexpr size_t longest = 60;
  const std::string quoted =
      Json(std::string(name)).dump(-1, ' ', /*ensure_ascii=*/false, Json::error_handler_t::replace);
  return shortened(quoted.substr(1, quoted.size() - 2), longest);
}

}  // namespace attend
