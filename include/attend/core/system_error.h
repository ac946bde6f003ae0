#pragma once

#include <filesystem>
#include <string>

#include "attend/core/error.h"

namespace attend {

/// What a failed system call says: the file and the reason of `code` (an errno value), with a hint where one
/// helps.
Error system_error(std::string operation, const std::filesystem::path& path, int code);

}  // namespace attend
