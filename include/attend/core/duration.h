#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

namespace attend {

/// What a duration is counted in.
enum class DurationUnit { updates, epochs, tokens };
inline auto enum_names(DurationUnit) {
  return std::array{std::pair{DurationUnit::updates, std::string_view("updates")},
                    std::pair{DurationUnit::epochs, std::string_view("epochs")},
                    std::pair{DurationUnit::tokens, std::string_view("tokens")}};
}

/// A length of training with its unit, written "1000 updates", "20 epochs" or "4000000 tokens" (target
/// tokens). Underscores may group digits, and k and M stand for thousands and millions: "4M tokens".
struct Duration {
  int64_t amount = 0;
  DurationUnit unit = DurationUnit::updates;

  bool operator==(const Duration&) const = default;
};

/// The accepted forms, for messages.
inline constexpr std::string_view duration_forms =
    R"(a whole number and its unit, such as "20 epochs", "1_000 updates" or "4M tokens")";

/// Nothing where `text` has none of the forms, or the amount does not fit 64 bits.
std::optional<Duration> try_parse_duration(std::string_view text);

/// The same. Throws Error with what was found and the accepted forms.
Duration parse_duration(std::string_view text);

/// The form that parse_duration reads.
std::string to_string(const Duration& duration);

/// How far a run is; compared with durations.
struct Progress {
  int64_t updates = 0;
  int64_t epochs = 0;  ///< complete passes over the data
  int64_t tokens = 0;  ///< target tokens without padding

  int64_t in(DurationUnit unit) const;
};

}  // namespace attend
