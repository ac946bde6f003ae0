#pragma once

#include <cstdint>
#include <string>
#include <vector>

namespace attend {

/// Lines of a stream in windows, for a filter between two pipes: a window ends when it is full, or when
/// reading on would wait although there is a line to work on. The same text rules as LineReader: UTF-8 is
/// checked, a byte-order mark and the CR of CRLF are taken off, the last line may lack its newline.
class LineWindows {
 public:
  /// `descriptor` stays the caller's; `origin` names it in errors.
  LineWindows(int descriptor, std::string origin, size_t window_lines);

  /// The next lines, at least one; false after the last.
  bool next(std::vector<std::string>& lines);
  /// Lines given so far.
  int64_t line_number() const { return line_number_; }

 private:
  bool would_wait() const;
  void read_more();
  void take_line(size_t length, std::vector<std::string>& lines);

  int descriptor_;
  std::string origin_;
  size_t window_lines_;
  std::string buffer_;
  size_t begin_ = 0;    // of what has not been given yet
  size_t scanned_ = 0;  // no newline between begin_ and here
  int64_t line_number_ = 0;
  bool at_end_ = false;
};

}  // namespace attend
