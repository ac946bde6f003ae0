#include "attend/tokenizers/line_source.h"

#include <algorithm>
#include <memory>
#include <utility>

#include "attend/core/random.h"

namespace attend {

LineSource lines_of(std::span<const std::string> lines) {
  return [lines, next = size_t{0}](std::string& line) mutable {
    if (next == lines.size()) return false;
    line = lines[next++];
    return true;
  };
}

LineSource kept_lines(std::vector<std::string> lines) {
  const auto kept = std::make_shared<const std::vector<std::string>>(std::move(lines));
  return [kept, source = lines_of(*kept)](std::string& line) { return source(line); };
}

LineSource concatenate(LineSource first, LineSource second) {
  return [first = std::move(first), second = std::move(second), in_first = true](std::string& line) mutable {
    if (in_first && first(line)) return true;
    in_first = false;
    return second(line);
  };
}

std::vector<std::string> sample_lines(const LineSource& source, size_t count) {
  std::vector<std::pair<uint64_t, std::string>> chosen;  // with the line's number
  Stream stream(0, RandomPurpose::sampling);
  std::string line;
  for (uint64_t number = 0; source(line); ++number) {
    if (chosen.size() < count) {
      chosen.emplace_back(number, line);
    } else if (const uint64_t place = stream.next_below(number + 1); place < count) {
      chosen[place] = {number, line};
    }
  }
  std::sort(chosen.begin(), chosen.end());
  std::vector<std::string> lines;
  lines.reserve(chosen.size());
  for (auto& [number, text] : chosen) lines.push_back(std::move(text));
  return lines;
}

}  // namespace attend
