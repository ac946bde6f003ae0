#pragma once

#include <array>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "attend/data/csv_record.h"
#include "attend/tasks/predictor.h"

namespace attend {

/// What a line of input is.
enum class LineFormat {
  text,  ///< the first text
  tsv,   ///< tabs between fields
  csv,   ///< commas between fields, which may stand in quotes and then hold commas and lines (CsvRecord)
  jsonl  ///< an object
};
inline auto enum_names(LineFormat) {
  using Name = std::pair<LineFormat, std::string_view>;
  return std::array{Name{LineFormat::text, "text"}, Name{LineFormat::tsv, "tsv"},
                    Name{LineFormat::csv, "csv"}, Name{LineFormat::jsonl, "jsonl"}};
}

struct LineOptions {
  LineFormat format = LineFormat::text;
  bool header = false;  ///< whether the first row of tsv or csv names the columns; it has no prediction
  /// The columns (tsv, csv: by number from 1, or by name) or keys (jsonl) of a predictor's fields, in their
  /// order.
  /// Empty: the names of the fields; of a table all columns there are, which have to be as many as the
  /// predictor needs.
  std::vector<std::string> columns = {};
};

/// Turns lines into inputs of a predictor: each line into one, but that rows of csv may take several.
class PredictionLines {
 public:
  /// Throws UsageError where the options do not fit the predictor.
  PredictionLines(const LineOptions& options, const PredictionFields& fields);

  /// The input that ends with `line`, which is called `where` in errors; nothing for a header, and for a line
  /// of csv that ends within quotes. To be called with each line, in order. Throws Error for what is not
  /// there.
  std::optional<PredictionInput> read(const std::string& line, const std::string& where);
  /// To be called after the last line. Throws Error where quotes are open.
  void finish() const { record_.finish(); }

 private:
  std::optional<PredictionInput> read_row(const std::vector<std::string>& row, const std::string& where);
  PredictionInput read_object(const std::string& line, const std::string& where) const;
  void read_header(const std::vector<std::string>& names, const std::string& where);

  LineOptions options_;
  PredictionFields fields_;
  bool header_is_next_;
  bool usual_columns_;          // none was chosen
  size_t most_fields_ = 0;      // of a row under a header; 0: any number
  std::vector<size_t> places_;  // of the columns in a row of tsv or csv
  CsvRecord record_;
};

}  // namespace attend
