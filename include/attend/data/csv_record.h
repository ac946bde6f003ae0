#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace attend {

/// A record of comma-separated values (RFC 4180), taken in line by line: a field that begins with a quote may
/// hold commas, line breaks and, written twice, quotes.
class CsvRecord {
 public:
  /// Goes on with an open quote, or begins a new record with the line called `where`. Returns whether the
  /// record is whole. Throws Error for text behind a closing quote, and for a field over max_line_bytes.
  bool add(std::string_view line, const std::string& where);
  /// To be called after the last line: throws Error where a quote is open.
  void finish() const;

  const std::vector<std::string>& fields() const { return fields_; }
  /// The record's first line.
  const std::string& where() const { return where_; }

 private:
  void refuse_long_field(size_t more) const;
  size_t read_field(std::string_view line, size_t at);
  size_t read_quoted(std::string_view line, size_t at);

  std::vector<std::string> fields_;
  std::string where_;
  bool is_open_ = false;  // a quote, of the last field
};

}  // namespace attend
