#pragma once

#include <stdexcept>
#include <string>

namespace attend {

/// What an error message says. Empty parts are left out of the text, so name only those there are:
/// `Error({.operation = "reading", .found = "..."})`.
struct ErrorParts {
  std::string operation = {};  ///< what was being done, e.g. "reading the configuration"
  std::string where = {};      ///< file, line, key: "train.de, line 17" or "model.dropout"
  std::string found = {};      ///< what was there
  std::string expected = {};   ///< what should have been there
  std::string hint = {};       ///< what to do about it
};

/// The one exception type for wrong input and failed work. Only `main` catches it; it prints `what()` and
/// exits with `exit_code()`: 2 where the user's command or configuration is wrong, 1 for everything else.
class Error : public std::runtime_error {
 public:
  explicit Error(ErrorParts parts, int exit_code = 1);

  const ErrorParts& parts() const { return parts_; }
  int exit_code() const { return exit_code_; }

 private:
  ErrorParts parts_;
  int exit_code_;
};

/// A wrong command line or configuration: an Error with exit code 2.
class UsageError : public Error {
 public:
  explicit UsageError(ErrorParts parts) : Error(std::move(parts), 2) {}
};

}  // namespace attend
