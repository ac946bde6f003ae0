#include "attend/data/line_reader.h"

#include <algorithm>
#include <cerrno>
#include <cstring>

#include <fmt/format.h>
#include <zlib.h>

#include "attend/core/error.h"
#include "attend/core/strings.h"
#include "attend/core/system_error.h"

namespace attend {

namespace {

constexpr const char* reading_text = "reading text";
constexpr size_t chunk_bytes = size_t{1} << 18;

}  // namespace

LineReader::LineReader(std::filesystem::path path)
    : path_(std::move(path)), file_(gzopen(path_.c_str(), "rb"), gzclose) {
  if (!file_) throw system_error(reading_text, path_, errno);
  gzbuffer(file_.get(), chunk_bytes / 2);  // reads of twice the buffer go past it for plain files
  buffer_.resize(chunk_bytes);
  read_more();
  take_byte_order_mark();
}

std::optional<std::string_view> LineReader::next() {
  size_t searched = 0;
  while (true) {
    const char* line = buffer_.data() + begin_;
    const size_t available = end_ - begin_;
    if (const void* newline = std::memchr(line + searched, '\n', available - searched)) {
      return take_line(static_cast<size_t>(static_cast<const char*>(newline) - line), 1);
    }
    if (at_end_) {
      if (available == 0) return std::nullopt;
      return take_line(available, 0);
    }
    if (available > max_line_bytes) {
      ++line_number_;
      refuse_long_line(where());
    }
    searched = available;
    read_more();
  }
}

std::string LineReader::where() const { return fmt::format("{}, line {}", path_.string(), line_number_); }

// Moves what is left to the front and reads a chunk behind it.
void LineReader::read_more() {
  std::memmove(buffer_.data(), buffer_.data() + begin_, end_ - begin_);
  end_ -= begin_;
  begin_ = 0;
  if (buffer_.size() - end_ < chunk_bytes) buffer_.resize(2 * buffer_.size());
  errno = 0;
  const int count = gzread(file_.get(), buffer_.data() + end_, chunk_bytes);
  int code = Z_OK;
  const std::string message = gzerror(file_.get(), &code);
  if (code == Z_ERRNO) throw system_error(reading_text, path_, errno);
  if (count < 0 || code != Z_OK) {
    throw Error({.operation = reading_text,
                 .where = path_.string(),
                 .found = "gzip-compressed data that is cut off or damaged (" + message + ")",
                 .expected = "a whole file",
                 .hint = "check it with gzip -t, or copy it again"});
  }
  end_ += static_cast<size_t>(count);
  at_end_ = static_cast<size_t>(count) < chunk_bytes;
}

void LineReader::take_byte_order_mark() {
  const std::string_view start(buffer_.data(), end_);
  if (start.starts_with("\xEF\xBB\xBF")) {
    begin_ = 3;
  } else if (start.starts_with("\xFF\xFE") || start.starts_with("\xFE\xFF")) {
    line_number_ = 1;
    refuse_flaw({0, "a UTF-16 byte-order mark"}, where());
  }
}

std::string_view LineReader::take_line(size_t length, size_t newline) {
  std::string_view line(buffer_.data() + begin_, length);
  ++line_number_;
  if (const auto flaw = find_flaw(line)) refuse_flaw(*flaw, where());
  begin_ += length + newline;
  if (line.ends_with('\r')) line.remove_suffix(1);
  return line;
}

std::optional<TextFlaw> find_flaw(std::string_view line) {
  if (const size_t zero = line.find('\0'); zero != line.npos) return TextFlaw{zero, "a NUL byte"};
  const auto invalid = find_invalid_utf8(line);
  if (!invalid) return std::nullopt;
  return TextFlaw{*invalid, fmt::format("byte 0x{:02X}, which is not well-formed UTF-8 here",
                                        static_cast<unsigned char>(line[*invalid]))};
}

void refuse_flaw(const TextFlaw& flaw, const std::string& where) {
  throw Error({.operation = reading_text,
               .where = fmt::format("{}, byte {}", where, flaw.offset + 1),
               .found = flaw.found,
               .expected = "UTF-8 text",
               .hint = "is this binary data? Text must be UTF-8: iconv converts other encodings"});
}

void refuse_long_line(const std::string& where) {
  throw Error({.operation = reading_text,
               .where = where,
               .found = fmt::format("a line of more than {} MiB", max_line_bytes >> 20),
               .expected = "text, one sentence per line"});
}

std::vector<std::string> read_lines(const std::filesystem::path& path) {
  std::vector<std::string> lines;
  LineReader reader(path);
  while (const auto line = reader.next()) lines.emplace_back(*line);
  return lines;
}

}  // namespace attend
