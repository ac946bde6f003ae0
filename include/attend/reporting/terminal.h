#pragma once

#include <mutex>
#include <string>
#include <string_view>

namespace attend {

/// Where a run talks to a person. Lines scroll by; on an interactive terminal one status line stays below
/// them. All that a command says on standard error goes through one Terminal, so that lines and status never
/// mix. May be used from several threads. A terminal that went away is no error: a run does not end for lack
/// of a reader.
class Terminal {
 public:
  explicit Terminal(int descriptor);
  /// Takes the status line away, so that what the process says next begins on a clean line.
  ~Terminal();
  Terminal(const Terminal&) = delete;
  Terminal& operator=(const Terminal&) = delete;

  /// The one of this process's standard error.
  static Terminal& standard_error();

  /// Whether a person is looking: a terminal that understands control sequences.
  bool interactive() const { return interactive_; }
  /// Columns, as they are now; 80 where that cannot be known.
  size_t width() const;

  /// A line, above the status.
  void print(std::string_view line);
  /// Replaces the status by `text` (ASCII), cut to the terminal's width; empty takes it away. Without effect
  /// where nobody is looking.
  void set_status(std::string_view text);

 private:
  void write(std::string_view text);

  const int descriptor_;
  const bool interactive_;
  std::mutex mutex_;
  std::string status_;
};

}  // namespace attend
