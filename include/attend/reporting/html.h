#pragma once

#include <string>
#include <string_view>

namespace attend {

/// `text` as the content of an element or of a quoted attribute: what HTML gives a meaning is escaped, and
/// control characters that HTML does not allow are replaced.
std::string escape_html(std::string_view text);

/// A PNG file as the address of an image: "data:image/png;base64,...".
std::string png_address(std::string_view png);

}  // namespace attend
