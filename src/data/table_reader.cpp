#include "attend/data/table_reader.h"

#include <algorithm>
#include <charconv>

#include <fmt/format.h>

#include "attend/core/error.h"
#include "attend/core/json.h"
#include "attend/core/strings.h"
#include "attend/data/csv_record.h"
#include "attend/data/json_row.h"
#include "attend/data/line_reader.h"

namespace attend {
namespace {

constexpr const char* reading_table = "reading a table";

[[noreturn]] void refuse_table(std::string where, std::string found, std::string expected,
                               std::string hint = "") {
  throw Error({.operation = reading_table,
               .where = std::move(where),
               .found = std::move(found),
               .expected = std::move(expected),
               .hint = std::move(hint)});
}

/// Cuts the records of a file into fields; a record may take several lines.
class FieldReader {
 public:
  explicit FieldReader(const std::filesystem::path& path) : lines_(path) {}
  virtual ~FieldReader() = default;

  /// The fields of the next record that is not an empty line; false after the last.
  bool next(std::vector<std::string>& fields) {
    while (const auto line = lines_.next()) {
      if (trim(*line).empty()) continue;
      where_ = lines_.where();
      fields.clear();
      cut(*line, fields);
      return true;
    }
    return false;
  }
  const std::string& where() const { return where_; }
  std::string file() const { return lines_.path().string(); }

 protected:
  // `line` begins a record.
  virtual void cut(std::string_view line, std::vector<std::string>& fields) = 0;

  LineReader lines_;
  std::string where_;
};

class TabFields final : public FieldReader {
 public:
  using FieldReader::FieldReader;

 private:
  void cut(std::string_view line, std::vector<std::string>& fields) override {
    for (const auto field : split(line, '\t')) fields.emplace_back(field);
  }
};

class CommaFields final : public FieldReader {
 public:
  using FieldReader::FieldReader;

 private:
  void cut(std::string_view line, std::vector<std::string>& fields) override {
    std::optional<std::string_view> next = line;
    while (next && !record_.add(*next, where_)) next = lines_.next();
    record_.finish();
    fields = record_.fields();
  }

  CsvRecord record_;
};

class SeparatedTable final : public TableReader {
 public:
  SeparatedTable(std::unique_ptr<FieldReader> reader, bool header, const std::vector<std::string>& columns)
      : reader_(std::move(reader)) {
    std::vector<std::string> names;
    if (header && !reader_->next(names)) refuse_table(reader_->file(), "an empty file", "a header and rows");
    most_fields_ = names.size();
    for (const auto& column : columns) places_.push_back(find(column, names));
  }

  const TableRow* next() override {
    if (!reader_->next(fields_)) return nullptr;
    if (most_fields_ > 0 && fields_.size() > most_fields_) {
      refuse_table(where(), fmt::format("{} fields", fields_.size()),
                   fmt::format("at most {}, as many as the header has", most_fields_), unquoted_hint);
    }
    row_.clear();
    for (const size_t place : places_) {
      if (place >= fields_.size()) {
        refuse_table(where(), fmt::format("{} fields", fields_.size()), fmt::format("at least {}", place + 1),
                     "is this the file's format, and are the columns right?");
      }
      row_.push_back(fields_[place]);
    }
    return &row_;
  }

  std::string where() const override { return reader_->where(); }

 private:
  size_t find(const std::string& column, const std::vector<std::string>& names) const {
    const auto named = std::find(names.begin(), names.end(), column);
    if (std::count(names.begin(), names.end(), column) > 1)
      refuse_table(reader_->where(), "the column \"" + column + "\" more than once",
                   "it once, or its number");
    if (named != names.end()) return static_cast<size_t>(named - names.begin());
    if (const auto place = column_place(column)) return *place;
    if (names.empty()) {
      refuse_table(reader_->file(), "the column \"" + column + '"', "numbers of columns, from 1",
                   "a file with a header needs header: true");
    }
    const auto meant = nearest(column, names);
    refuse_table(reader_->where(), "no column \"" + column + '"', "one of " + join(names, ", "),
                 meant ? "did you mean \"" + *meant + "\"?" : "");
  }

  std::unique_ptr<FieldReader> reader_;
  size_t most_fields_ = 0;      // of a row; 0: any number
  std::vector<size_t> places_;  // of the columns asked for
  std::vector<std::string> fields_;
  TableRow row_;
};

class JsonTable final : public TableReader {
 public:
  JsonTable(const std::filesystem::path& path, std::vector<std::string> columns)
      : lines_(path), columns_(std::move(columns)) {}

  const TableRow* next() override {
    while (const auto line = lines_.next()) {
      if (trim(*line).empty()) continue;
      const auto object = read_json_line(*line, where());
      row_.clear();
      for (const auto& column : columns_)
        row_.push_back(JsonRow{object, reading_table, where()}.text(column));
      return &row_;
    }
    return nullptr;
  }

  std::string where() const override { return lines_.where(); }

 private:
  LineReader lines_;
  std::vector<std::string> columns_;
  TableRow row_;
};

struct Ending {
  std::string_view end;
  TableFormat format;
};

TableFormat format_of(const TableFile& file) {
  if (file.format != TableFormat::automatic) return file.format;
  constexpr std::array endings = {Ending{".tsv", TableFormat::tsv}, Ending{".csv", TableFormat::csv},
                                  Ending{".jsonl", TableFormat::jsonl}};
  std::string name = file.path.filename().string();
  if (name.ends_with(".gz")) name.resize(name.size() - 3);
  for (const auto& [end, format] : endings) {
    if (name.ends_with(end)) return format;
  }
  throw UsageError({.operation = reading_table,
                    .where = file.path.string(),
                    .found = "a name that does not tell the format",
                    .expected = "a name that ends in .tsv, .csv or .jsonl",
                    .hint = "or say what it is: data.format in the configuration, or --set data.format=tsv"});
}

}  // namespace

std::optional<size_t> column_place(const std::string& column) {
  size_t number = 0;
  const char* end = column.data() + column.size();
  const auto [stop, error] = std::from_chars(column.data(), end, number);
  if (error != std::errc() || stop != end || number == 0) return std::nullopt;
  return number - 1;
}

std::unique_ptr<TableReader> open_table(const TableFile& file, const std::vector<std::string>& columns) {
  const TableFormat format = format_of(file);
  if (format == TableFormat::jsonl) return std::make_unique<JsonTable>(file.path, columns);
  std::unique_ptr<FieldReader> fields;
  if (format == TableFormat::csv) {
    fields = std::make_unique<CommaFields>(file.path);
  } else {
    fields = std::make_unique<TabFields>(file.path);
  }
  return std::make_unique<SeparatedTable>(std::move(fields), file.header, columns);
}

}  // namespace attend
