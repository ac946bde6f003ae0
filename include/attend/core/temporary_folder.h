#pragma once

#include <filesystem>
#include <string>

namespace attend {

/// A new, empty folder among the system's temporary files, removed with everything in it at the end.
class TemporaryFolder {
 public:
  /// `purpose` is a part of its name: attend-PURPOSE-XXXXXX. Throws Error where it cannot be made.
  explicit TemporaryFolder(const std::string& purpose);
  ~TemporaryFolder();
  TemporaryFolder(const TemporaryFolder&) = delete;
  TemporaryFolder& operator=(const TemporaryFolder&) = delete;

  const std::filesystem::path& path() const { return path_; }

 private:
  std::filesystem::path path_;
};

}  // namespace attend
