#include "attend/reporting/format.h"

#include <array>
#include <cmath>

#include <fmt/format.h>

namespace attend {

std::string format_duration(double seconds) {
  constexpr int64_t minute = 60, hour = 60 * minute, day = 24 * hour;
  constexpr double longest =
      1e15;  // past it the text would say nothing, and the rounding below would overflow
  if (!(seconds >= 0) || seconds > longest) return "?";
  const auto whole = static_cast<int64_t>(std::llround(seconds));
  if (whole < minute) return fmt::format("{} s", whole);
  if (whole < hour) return fmt::format("{} min {:02} s", whole / minute, whole % minute);
  const auto minutes = static_cast<int64_t>(std::llround(seconds / minute));
  if (minutes * minute < day) return fmt::format("{} h {:02} min", minutes / 60, minutes % 60);
  const auto hours = static_cast<int64_t>(std::llround(seconds / hour));
  return fmt::format("{} d {:02} h", hours / 24, hours % 24);
}

std::string format_count(double count) {
  if (!std::isfinite(count)) return "?";
  constexpr std::array<const char*, 5> suffixes{"", "k", "M", "G", "T"};
  size_t suffix = 0;
  // 999.95 would be rounded up to four digits and a decimal: it belongs to the next suffix.
  for (double limit = 999.5; suffix + 1 < suffixes.size() && std::abs(count) >= limit; limit = 999.95) {
    count /= 1000;
    ++suffix;
  }
  return suffix == 0 ? fmt::format("{:.0f}", count) : fmt::format("{:.1f}{}", count, suffixes[suffix]);
}

}  // namespace attend
