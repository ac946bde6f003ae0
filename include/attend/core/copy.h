#pragma once

#include <filesystem>

namespace attend {

/// Copies a file, or a folder with all that is in it; what links lead to is copied, not the links. Throws
/// Error with the system's reason, where the library's own copying calls a full disk an input/output error.
void copy_entry(const std::filesystem::path& from, const std::filesystem::path& to);

}  // namespace attend
