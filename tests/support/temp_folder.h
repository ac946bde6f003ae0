#pragma once

#include <filesystem>
#include <fstream>
#include <string>
#include <string_view>

#include "attend/core/temporary_folder.h"

namespace attend::test {

/// A new, empty folder with ways to put files there and look at them.
class TempFolder : public TemporaryFolder {
 public:
  TempFolder() : TemporaryFolder("test") {}

  std::filesystem::path operator/(const std::filesystem::path& name) const { return path() / name; }

  /// Writes `contents` as file `name`, its folders included, and returns its path.
  std::filesystem::path write(const std::filesystem::path& name, std::string_view contents) const {
    const std::filesystem::path file = path() / name;
    std::filesystem::create_directories(file.parent_path());
    std::ofstream(file, std::ios::binary)
        .write(contents.data(), static_cast<std::streamsize>(contents.size()));
    return file;
  }

  /// The bytes of file `name`.
  std::string read(const std::filesystem::path& name) const {
    std::ifstream file(path() / name, std::ios::binary);
    return {std::istreambuf_iterator<char>(file), {}};
  }
};

}  // namespace attend::test
