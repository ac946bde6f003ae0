#pragma once

#include <cstdint>
#include <string_view>
#include <vector>

namespace attend {

/// How many code points well-formed UTF-8 has.
int64_t count_code_points(std::string_view text);

/// The byte where each code point of well-formed UTF-8 begins, and the size of the text.
std::vector<size_t> code_point_places(std::string_view text);

/// The code points [begin, end) of well-formed UTF-8, as far as there are so many.
std::string_view cut_code_points(std::string_view text, int64_t begin, int64_t end);

}  // namespace attend
