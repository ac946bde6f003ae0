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

}  // namespace attend
