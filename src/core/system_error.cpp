#include "attend/core/system_error.h"

#include <cerrno>
#include <system_error>

namespace attend {

namespace {

std::string hint_for(int code) {
  switch (code) {
    case ENOSPC:
    case EDQUOT:
      return "free some space, or choose a folder on another disk";
    case EACCES:
    case EPERM:
    case EROFS:
      return "check the permissions, or choose another folder";
    case ELOOP:
      return "a link leads back to itself; remove it, or put the file in its place";
    case EMFILE:
    case ENFILE:
      return "raise the limit of open files (ulimit -n)";
    default:
      return {};
  }
}

}  // namespace

Error system_error(std::string operation, const std::filesystem::path& path, int code) {
  return Error({.operation = std::move(operation),
                .where = path.string(),
                .found = std::generic_category().message(code),
                .expected = {},
                .hint = hint_for(code)});
}

std::string describe_path(const std::filesystem::path& path) {
  std::error_code reason;
  const auto type = std::filesystem::status(path, reason).type();
  if (type == std::filesystem::file_type::not_found) return path.string() + " does not exist";
  if (reason) return path.string() + ": " + std::generic_category().message(reason.value());
  if (type == std::filesystem::file_type::directory) return path.string() + " is a folder";
  const bool is_file = type == std::filesystem::file_type::regular;
  return path.string() + (is_file ? " is a file" : " is a device or a pipe");
}

}  // namespace attend
