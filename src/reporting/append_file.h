#pragma once

#include <cstdint>
#include <filesystem>
#include <string_view>

namespace attend {

/// A file that grows at its end and can be cut back. What is appended is with the system when `append`
/// returns, so that the end of the process loses none of it, and on the disk after `sync`. A full disk is an
/// Error. One that was made here and that nothing was written to is gone in the end.
class AppendFile {
 public:
  /// Opens `path`, or creates it.
  explicit AppendFile(std::filesystem::path path);
  ~AppendFile();
  AppendFile(const AppendFile&) = delete;
  AppendFile& operator=(const AppendFile&) = delete;

  const std::filesystem::path& path() const { return path_; }
  /// Keeps the first `size` bytes.
  void cut(uint64_t size);
  void append(std::string_view bytes);
  void sync();

 private:
  std::filesystem::path path_;
  bool made_;
  int descriptor_ = -1;
};

}  // namespace attend
