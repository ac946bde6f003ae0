#include "attend/reporting/html.h"

#include <cstdint>

namespace attend {

std::string escape_html(std::string_view text) {
  std::string escaped;
  for (const char c : text) {
    const auto byte = static_cast<unsigned char>(c);
    const bool control = (byte < 0x20 && c != '\n' && c != '\t') || byte == 0x7f;
    switch (c) {
      case '&':
        escaped += "&amp;";
        break;
      case '<':
        escaped += "&lt;";
        break;
      case '>':
        escaped += "&gt;";
        break;
      case '"':
        escaped += "&quot;";
        break;
      case '\'':
        escaped += "&#39;";
        break;
      default:
        control ? escaped += "\uFFFD" : escaped += c;
    }
  }
  return escaped;
}

std::string png_address(std::string_view png) {
  static constexpr std::string_view digits =
      "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
  std::string address = "data:image/png;base64,";
  for (size_t i = 0; i < png.size(); i += 3) {
    uint32_t group = 0;  // three bytes, as four digits
    for (size_t j = i; j < i + 3; ++j)
      group = group << 8 | (j < png.size() ? static_cast<unsigned char>(png[j]) : 0U);
    for (size_t j = 0; j < 4; ++j) address += i + j <= png.size() ? digits[group >> (18 - 6 * j) & 63U] : '=';
  }
  return address;
}

}  // namespace attend
