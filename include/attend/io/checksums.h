#pragma once

#include <filesystem>
#include <string_view>

namespace attend {

/// The file of a folder that holds the size and XXH3-64 of each of its other files.
inline constexpr std::string_view checksums_file = "checksums.json";

/// The file of a checkpoint that only training reads: most of its bytes are the optimizer's.
inline constexpr std::string_view training_state_file = "training_state.safetensors";

/// Writes `checksums.json` for every file that is in `folder` now, folders inside it included.
void write_checksums(const std::filesystem::path& folder);

/// Compares the folder with its `checksums.json`; files that it does not name are left alone. True where all
/// is as it was, false where the folder has no such file, as those made elsewhere. Throws Error naming the
/// first file that is missing, truncated or altered.
[[nodiscard]] bool verify_checksums(const std::filesystem::path& folder);

/// The same for who reads the model and no more: of `training_state_file` the size alone is compared.
[[nodiscard]] bool verify_model_checksums(const std::filesystem::path& folder);

}  // namespace attend
