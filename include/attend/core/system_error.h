#pragma once

#include <filesystem>
#include <string>

#include "attend/core/error.h"

namespace attend {

/// What a failed system call says: the file and the reason of `code` (an errno value), with a hint where one
/// helps.
Error system_error(std::string operation, const std::filesystem::path& path, int code);

/// What is found at `path` where a file was wanted: "a.txt does not exist", "a.txt is a folder", or the
/// system's reason.
std::string describe_path(const std::filesystem::path& path);

}  // namespace attend
