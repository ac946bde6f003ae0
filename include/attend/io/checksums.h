#pragma once

#include <filesystem>
#include <string_view>

namespace attend {

/// The file of a folder that holds the size and XXH3-64 of each of its other files.
inline constexpr std::string_view checksums_file = "checksums.json";

/// Writes `checksums.json` for every file that is in `folder` now, folders inside it included.
void write_checksums(const std::filesystem::path& folder);

/// Compares the folder with its `checksums.json`; files that it does not name are left alone. True where all
/// is as it was, false where the folder has no such file, as those made elsewhere. Throws Error naming the
/// first file that is missing, truncated or altered.
[[nodiscard]] bool verify_checksums(const std::filesystem::path& folder);

}  // namespace attend
