#include "attend/data/line_windows.h"

#include <cerrno>

#include <poll.h>
#include <unistd.h>

#include "attend/core/error.h"
#include "attend/core/system_error.h"
#include "attend/data/line_reader.h"

namespace attend {
namespace {

constexpr size_t read_bytes = size_t{1} << 16;
constexpr std::string_view byte_order_mark = "\xEF\xBB\xBF";

}  // namespace

LineWindows::LineWindows(int descriptor, std::string origin, size_t window_lines)
    : descriptor_(descriptor), origin_(std::move(origin)), window_lines_(window_lines) {}

bool LineWindows::would_wait() const {
  pollfd poll_for{descriptor_, POLLIN, 0};
  return poll(&poll_for, 1, /*timeout=*/0) == 0;
}

void LineWindows::read_more() {
  buffer_.erase(0, begin_);
  scanned_ -= begin_;
  begin_ = 0;
  const auto size = buffer_.size();
  buffer_.resize(size + read_bytes);
  ssize_t count = 0;
  do {
    count = read(descriptor_, buffer_.data() + size, read_bytes);
  } while (count < 0 && errno == EINTR);
  if (count < 0) throw system_error("reading text", origin_, errno);
  buffer_.resize(size + static_cast<size_t>(count));
  at_end_ = count == 0;
  if (buffer_.size() > max_line_bytes + read_bytes)
    refuse_long_line(origin_ + ", line " + std::to_string(line_number_ + 1));
}

void LineWindows::take_line(size_t length, std::vector<std::string>& lines) {
  std::string_view line(buffer_.data() + begin_, length);
  ++line_number_;
  if (line_number_ == 1 && line.starts_with(byte_order_mark)) line.remove_prefix(byte_order_mark.size());
  if (line.ends_with('\r')) line.remove_suffix(1);
  if (const auto flaw = find_flaw(line))
    refuse_flaw(*flaw, origin_ + ", line " + std::to_string(line_number_));
  lines.emplace_back(line);
}

bool LineWindows::next(std::vector<std::string>& lines) {
  lines.clear();
  while (lines.size() < window_lines_) {
    const auto newline = buffer_.find('\n', scanned_);
    if (newline != std::string::npos) {
      take_line(newline - begin_, lines);
      begin_ = scanned_ = newline + 1;
    } else if (at_end_) {
      if (begin_ < buffer_.size()) take_line(buffer_.size() - begin_, lines);
      begin_ = scanned_ = buffer_.size();
      break;
    } else {
      scanned_ = buffer_.size();
      if (!lines.empty() && would_wait()) break;
      read_more();
    }
  }
  return !lines.empty();
}

}  // namespace attend
