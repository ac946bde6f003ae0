#pragma once

#include <array>
#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "attend/core/json.h"

namespace attend {

/// What happens to a pair with a side over the longest length.
enum class OverLong {
  drop,
  truncate,  ///< the last pieces go, the end symbol stays
  cut,       ///< everything past the length goes, the end symbol too (as in the lectures)
  error
};
inline auto enum_names(OverLong) {
  using Name = std::pair<OverLong, std::string_view>;
  return std::array{Name{OverLong::drop, "drop"}, Name{OverLong::truncate, "truncate"},
                    Name{OverLong::cut, "cut"}, Name{OverLong::error, "error"}};
}

/// What happens to a pair with a side that has no tokens. `keep` gives one example for every line.
enum class EmptyLines { drop, keep, error };
inline auto enum_names(EmptyLines) {
  using Name = std::pair<EmptyLines, std::string_view>;
  return std::array{Name{EmptyLines::drop, "drop"}, Name{EmptyLines::keep, "keep"},
                    Name{EmptyLines::error, "error"}};
}

/// Which pairs are too long, too different or too empty to learn from, and what becomes of them.
struct LengthOptions {
  int64_t max_length = 256;  ///< tokens of a side, the end symbol counted
  OverLong over_long = OverLong::drop;
  double max_length_ratio = 0;  ///< tokens of the longer side over tokens of the shorter; 0 allows any
  EmptyLines empty = EmptyLines::drop;
};

/// What scoring reads: every pair, for every line is translated; what is longer than the model's positions is
/// shortened.
LengthOptions lengths_for_scoring(int64_t max_length);

/// What became of the pairs that were read. A pair is counted under one reason only.
struct FilterCounts {
  int64_t read = 0;
  int64_t kept = 0;       ///< truncated ones among them
  int64_t malformed = 0;  ///< dropped: too few fields
  int64_t empty = 0;      ///< dropped: a side without tokens
  int64_t too_long = 0;   ///< dropped
  int64_t ratio = 0;      ///< dropped: lengths too different
  int64_t truncated = 0;  ///< kept, but shortened

  bool operator==(const FilterCounts&) const = default;
};

/// As a token store notes them: one number a count, under its name here.
Json to_json(const FilterCounts& counts);
/// Throws nlohmann::json::exception where a count is not there.
FilterCounts filter_counts_from_json(const Json& json);

/// Decides on pairs one after the other.
class LengthFilter {
 public:
  explicit LengthFilter(const LengthOptions& options) : options_(options) {}

  /// `source` and `target` are ids without end symbol; each gets its end symbol, or less, as the options say.
  /// False where the pair is to be dropped. `where` names the pair in the Error of a refused one.
  bool admit(std::vector<int32_t>& source, std::vector<int32_t>& target, std::pair<int32_t, int32_t> end_ids,
             const std::string& where);

  const FilterCounts& counts() const { return counts_; }

 private:
  bool lengths_differ_too_much(size_t source, size_t target) const;
  /// Adds the end symbol and shortens; true where something was lost.
  bool finish(std::vector<int32_t>& ids, int32_t end_id) const;

  LengthOptions options_;
  FilterCounts counts_;
};

}  // namespace attend
