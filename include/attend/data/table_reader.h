#pragma once

#include <array>
#include <cstdint>
#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace attend {

/// How a file holds rows.
enum class TableFormat {
  automatic,  ///< by the name's end: .tsv, .csv or .jsonl, also with .gz behind
  tsv,        ///< a row per line, tabs between fields; quotes are text
  csv,        ///< RFC 4180: commas between fields, which may stand in quotes and then hold commas and lines
  jsonl,      ///< an object per line
};
inline auto enum_names(TableFormat) {
  using Name = std::pair<TableFormat, std::string_view>;
  return std::array{Name{TableFormat::automatic, "automatic"}, Name{TableFormat::tsv, "tsv"},
                    Name{TableFormat::csv, "csv"}, Name{TableFormat::jsonl, "jsonl"}};
}

/// A file of examples.
struct TableFile {
  std::filesystem::path path;
  TableFormat format = TableFormat::automatic;
  bool header = false;  ///< whether the first row of a tsv or csv file names the columns
};

/// The fields asked for, in the order asked for; valid until the next row is read.
using TableRow = std::vector<std::string>;

/// The rows of a file. Text rules are LineReader's; lines with nothing in them are passed over. Throws Error
/// with file and line for a column that is not there, a row with too few fields, or more than the
/// header, quotes that do not close and whatever is no JSON object.
class TableReader {
 public:
  virtual ~TableReader() = default;

  /// The next row; null after the last.
  virtual const TableRow* next() = 0;
  /// Where the last row begins: "train.tsv, line 17".
  virtual std::string where() const = 0;
};

/// What to say of a row with more fields than it should have.
inline constexpr const char* unquoted_hint =
    "a text with a comma, or a tab, in it needs quotes, in a csv file";

/// The place of a column, from 0, where `column` is a number from 1; nothing where it is a name.
std::optional<size_t> column_place(const std::string& column);

/// Reads `columns` of a file. A column is its name, in a file with a header or of JSON lines, or its number
/// from 1 in a tsv or csv file. JSON numbers and booleans are read as they are written, null as an empty
/// text.
std::unique_ptr<TableReader> open_table(const TableFile& file, const std::vector<std::string>& columns);

}  // namespace attend
