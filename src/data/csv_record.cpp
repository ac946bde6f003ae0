#include "attend/data/csv_record.h"

#include <algorithm>

#include "attend/core/error.h"
#include "attend/data/line_reader.h"

namespace attend {
namespace {

constexpr const char* reading_record = "reading a table";

}  // namespace

bool CsvRecord::add(std::string_view line, const std::string& where) {
  size_t at = 0;
  if (is_open_) {
    refuse_long_field(line.size());
    fields_.back() += '\n';
    at = read_quoted(line, 0);
  } else {
    where_ = where;
    fields_.clear();
  }
  while (at <= line.size()) at = read_field(line, at);
  return !is_open_;
}

// A quote by mistake would gather the rest of the file.
void CsvRecord::refuse_long_field(size_t more) const {
  if (fields_.back().size() + more <= max_line_bytes) return;
  throw Error({.operation = reading_record,
               .where = where_,
               .found = "a quote that does not close within " + std::to_string(max_line_bytes) + " bytes",
               .expected = "a closing quote",
               .hint = "a quote that is part of the text stands in quotes, written twice"});
}

void CsvRecord::finish() const {
  if (!is_open_) return;
  throw Error({.operation = reading_record,
               .where = where_,
               .found = "a quote that does not close",
               .expected = "a closing quote before the end of the file"});
}

// A field begins at `at`. Gives where the next one begins: beyond the line's end after the last.
size_t CsvRecord::read_field(std::string_view line, size_t at) {
  fields_.emplace_back();
  if (at < line.size() && line[at] == '"') return read_quoted(line, at + 1);
  const size_t end = std::min(line.find(',', at), line.size());
  fields_.back() = line.substr(at, end - at);
  return end + 1;
}

// The same for what is inside the last field's quotes, which stay open where the line ends before them.
size_t CsvRecord::read_quoted(std::string_view line, size_t at) {
  std::string& field = fields_.back();
  for (is_open_ = true; is_open_;) {
    const size_t quote = std::min(line.find('"', at), line.size());
    field.append(line, at, quote - at);
    at = quote + 1;
    if (quote == line.size()) return at;
    is_open_ = at < line.size() && line[at] == '"';
    if (is_open_) field += line[at++];
  }
  if (at < line.size() && line[at] != ',') {
    throw Error({.operation = reading_record,
                 .where = where_,
                 .found = "text after the closing quote of \"" + field + '"',
                 .expected = "a comma",
                 .hint = "a quote inside quotes is written twice"});
  }
  return at + 1;
}

}  // namespace attend
