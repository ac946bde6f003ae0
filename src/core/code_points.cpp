#include "attend/core/code_points.h"

#include <algorithm>

namespace attend {
namespace {

bool begins_code_point(char byte) { return (byte & 0xC0) != 0x80; }

// The byte where code point number `index` begins; the size of the text where it has fewer.
size_t byte_of_code_point(std::string_view text, int64_t index) {
  size_t byte = 0;
  for (; byte < text.size(); ++byte)
    if (begins_code_point(text[byte]) && index-- == 0) break;
  return byte;
}

}  // namespace

int64_t count_code_points(std::string_view text) { return std::ranges::count_if(text, begins_code_point); }

std::vector<size_t> code_point_places(std::string_view text) {
  std::vector<size_t> places;
  for (size_t byte = 0; byte < text.size(); ++byte)
    if (begins_code_point(text[byte])) places.push_back(byte);
  places.push_back(text.size());
  return places;
}

std::string_view cut_code_points(std::string_view text, int64_t begin, int64_t end) {
  text.remove_prefix(byte_of_code_point(text, begin));
  return text.substr(0, byte_of_code_point(text, end - begin));
}

}  // namespace attend
