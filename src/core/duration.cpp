#include "attend/core/duration.h"

#include <charconv>

#include "attend/core/error.h"
#include "attend/core/names.h"
#include "attend/core/strings.h"

namespace attend {
namespace {

/// The singular is accepted too: "1 epoch".
std::optional<DurationUnit> parse_unit(std::string_view text) {
  for (const auto& [unit, name] : enum_names(DurationUnit{})) {
    if (text == name || text == name.substr(0, name.size() - 1)) return unit;
  }
  return std::nullopt;
}

std::optional<int64_t> factor_of(char suffix) {
  if (suffix == 'k') return 1'000;
  if (suffix == 'M') return 1'000'000;
  return std::nullopt;
}

/// The digits of "1_000": each underscore stands between two digits.
std::optional<std::string> without_grouping(std::string_view text) {
  std::string digits;
  for (const std::string_view group : split(text, '_')) {
    if (group.empty() || group.find_first_not_of("0123456789") != group.npos) return std::nullopt;
    digits += group;
  }
  return digits;
}

std::optional<int64_t> parse_amount(std::string_view text) {
  int64_t factor = 1;
  if (const auto named = text.empty() ? std::nullopt : factor_of(text.back())) {
    factor = *named;
    text.remove_suffix(1);
  }
  const auto digits = without_grouping(text);
  if (!digits) return std::nullopt;
  int64_t amount = 0;
  const auto result = std::from_chars(digits->data(), digits->data() + digits->size(), amount);
  if (result.ec != std::errc() || __builtin_mul_overflow(amount, factor, &amount)) return std::nullopt;
  return amount;
}

}  // namespace

std::optional<Duration> try_parse_duration(std::string_view text) {
  const auto words = split_whitespace(text);
  if (words.size() != 2) return std::nullopt;
  const auto amount = parse_amount(words[0]);
  const auto unit = parse_unit(words[1]);
  if (!amount || !unit) return std::nullopt;
  return Duration{*amount, *unit};
}

Duration parse_duration(std::string_view text) {
  if (const auto duration = try_parse_duration(text)) return *duration;
  throw Error({.operation = "reading a duration",
               .found = '"' + std::string(text) + '"',
               .expected = std::string(duration_forms)});
}

std::string to_string(const Duration& duration) {
  return std::to_string(duration.amount) + ' ' + std::string(name_of(duration.unit));
}

int64_t Progress::in(DurationUnit unit) const {
  switch (unit) {
    case DurationUnit::epochs:
      return epochs;
    case DurationUnit::tokens:
      return tokens;
    case DurationUnit::updates:
      break;
  }
  return updates;
}

}  // namespace attend
