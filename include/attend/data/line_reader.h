#pragma once

#include <cstdint>
#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

struct gzFile_s;

namespace attend {

/// What keeps a line from being text, and the byte where it is.
struct TextFlaw {
  size_t offset = 0;
  std::string found;
};

/// A NUL byte or ill-formed UTF-8; nothing where the line is text.
std::optional<TextFlaw> find_flaw(std::string_view line);

/// Throws the Error for a flaw of the line called `where`, with the number of the byte in it, from 1.
[[noreturn]] void refuse_flaw(const TextFlaw& flaw, const std::string& where);

/// A line may not be longer; `refuse_long_line` throws the Error that says so.
constexpr size_t max_line_bytes = size_t{8} << 20;
[[noreturn]] void refuse_long_line(const std::string& where);

/// The lines of a UTF-8 text file, plain or gzip-compressed (told by its first bytes, not by its name). A
/// byte-order mark at the start and the CR of CRLF are taken off; the last line may lack its newline. Throws
/// Error with file, line and byte for ill-formed UTF-8, NUL bytes, UTF-16 byte-order marks, lines over
/// `max_line_bytes` and a compressed file that is cut off or damaged.
class LineReader {
 public:
  explicit LineReader(std::filesystem::path path);

  /// The next line without its end; nothing after the last. The text is valid until the next call.
  std::optional<std::string_view> next();

  /// Of the line that `next` gave last, from 1; at the end the number of lines.
  int64_t line_number() const { return line_number_; }
  const std::filesystem::path& path() const { return path_; }
  /// "train.de, line 17"
  std::string where() const;

 private:
  void read_more();
  void take_byte_order_mark();
  std::string_view take_line(size_t length, size_t newline);

  std::filesystem::path path_;
  std::unique_ptr<gzFile_s, int (*)(gzFile_s*)> file_;
  std::vector<char> buffer_;
  size_t begin_ = 0, end_ = 0;  // what of buffer_ has been read from the file and not given yet
  int64_t line_number_ = 0;
  bool at_end_ = false;
};

/// All lines of a file.
std::vector<std::string> read_lines(const std::filesystem::path& path);

}  // namespace attend
