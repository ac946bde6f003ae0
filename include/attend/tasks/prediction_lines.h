#pragma once

#include <array>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "attend/tasks/predictor.h"

namespace attend {

/// What a line of input is.
enum class LineFormat {
  text,  ///< the first text
  tsv,   ///< tabs between fields
  jsonl  ///< an object
};
inline auto enum_names(LineFormat) {
  using Name = std::pair<LineFormat, std::string_view>;
  return std::array{Name{LineFormat::text, "text"}, Name{LineFormat::tsv, "tsv"},
                    Name{LineFormat::jsonl, "jsonl"}};
}

struct LineOptions {
  LineFormat format = LineFormat::text;
  bool header = false;  ///< whether the first line of tsv names the columns; it has no prediction
  /// The columns (tsv: by number from 1, or by name) or keys (jsonl) of a predictor's fields, in their order.
  /// Empty: 1, 2, ... for as many as the predictor needs; the names of the fields.
  std::vector<std::string> columns = {};
};

/// Turns lines into inputs of a predictor. A line is read for itself: fields cannot hold line breaks.
class PredictionLines {
 public:
  /// Throws UsageError where the options do not fit the predictor.
  PredictionLines(const LineOptions& options, const PredictionFields& fields);

  /// The input in `line`, which is called `where` in errors; nothing for a header. To be called with each
  /// line, in order. Throws Error for what is not there.
  std::optional<PredictionInput> read(const std::string& line, const std::string& where);

 private:
  PredictionInput read_fields(const std::string& line, const std::string& where) const;
  PredictionInput read_object(const std::string& line, const std::string& where) const;
  void read_header(const std::string& line, const std::string& where);

  LineOptions options_;
  PredictionFields fields_;
  bool header_is_next_;
  std::vector<size_t> places_;  // of the columns in a line of tsv
};

}  // namespace attend
