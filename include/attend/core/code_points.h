#pragma once

#include <cstdint>
#include <string_view>

namespace attend {

/// How many code points well-formed UTF-8 has.
int64_t count_code_points(std::string_view text);

/// The code points [begin, end) of well-formed UTF-8, as far as there are so many.
std::string_view cut_code_points(std::string_view text, int64_t begin, int64_t end);

}  // namespace attend
