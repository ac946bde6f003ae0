#include "attend/reporting/terminal.h"

#include <cerrno>
#include <cstdlib>

#include <sys/ioctl.h>
#include <unistd.h>

namespace attend {
namespace {

constexpr std::string_view clear_line = "\r\x1b[K";  // ECMA-48: EL, from the cursor to the end of the line

bool is_interactive(int descriptor) {
  const char* kind = std::getenv("TERM");
  const bool dumb = kind != nullptr && std::string_view(kind) == "dumb";
  return isatty(descriptor) == 1 && !dumb;
}

}  // namespace

Terminal::Terminal(int descriptor) : descriptor_(descriptor), interactive_(is_interactive(descriptor)) {}

Terminal::~Terminal() { set_status({}); }

Terminal& Terminal::standard_error() {
  static Terminal terminal(STDERR_FILENO);
  return terminal;
}

size_t Terminal::width() const {
  constexpr size_t usual = 80;
  winsize size{};
  return ioctl(descriptor_, TIOCGWINSZ, &size) == 0 && size.ws_col > 0 ? size.ws_col : usual;
}

void Terminal::print(std::string_view line) {
  const std::lock_guard lock(mutex_);
  std::string text(status_.empty() ? std::string_view() : clear_line);
  text += line;
  text += '\n';
  text += status_;
  write(text);
}

void Terminal::set_status(std::string_view text) {
  if (!interactive_) return;
  const std::lock_guard lock(mutex_);
  if (text.empty() && status_.empty()) return;
  // The last column stays free: a cursor past it would break the line on some terminals.
  status_ = text.substr(0, width() - 1);
  write(std::string(clear_line) + status_);
}

void Terminal::write(std::string_view text) {
  while (!text.empty()) {
    const ssize_t count = ::write(descriptor_, text.data(), text.size());
    if (count < 0 && errno == EINTR) continue;
    if (count < 0) return;
    text.remove_prefix(static_cast<size_t>(count));
  }
}

}  // namespace attend
