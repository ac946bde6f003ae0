#pragma once

#include <cstdint>
#include <filesystem>
#include <functional>
#include <span>
#include <string>
#include <string_view>

namespace attend {

/// The whole file. Throws Error naming the file and the system's reason.
std::string read_file(const std::filesystem::path& path);

/// Calls `take` with each block of the file in order, so that a large file is never held whole. Throws Error
/// as `read_file`.
void read_blocks(const std::filesystem::path& path,
                 const std::function<void(std::span<const std::byte>)>& take);

/// A read-only view of a file's bytes; pages are read when touched.
class MemoryMap {
 public:
  MemoryMap() = default;
  explicit MemoryMap(const std::filesystem::path& path);
  ~MemoryMap();
  MemoryMap(MemoryMap&& other) noexcept;
  MemoryMap& operator=(MemoryMap&& other) noexcept;

  std::span<const std::byte> bytes() const { return bytes_; }

 private:
  std::span<const std::byte> bytes_;
};

/// A file written beside its final name, flushed to the disk and renamed by `commit`; without `commit`
/// nothing is left. Every write is checked: a full disk is an Error that names the file. A name that is a
/// link stays one: the file it leads to is replaced. A device or a pipe is written to as it is.
class AtomicFile {
 public:
  explicit AtomicFile(std::filesystem::path path);
  ~AtomicFile();
  AtomicFile(const AtomicFile&) = delete;
  AtomicFile& operator=(const AtomicFile&) = delete;

  void write(const void* data, size_t size);
  void write(std::string_view text) { write(text.data(), text.size()); }
  /// Overwrites bytes written before, e.g. a header whose contents are known at the end.
  void write_at(uint64_t offset, const void* data, size_t size);
  void commit();

 private:
  void flush();
  std::filesystem::path path_, staged_;
  int descriptor_ = -1;
  std::string buffer_;
};

/// `text` as the whole of `path`, atomically.
void write_file(const std::filesystem::path& path, std::string_view text);

/// A folder filled beside its final name and renamed by `commit` once every file in it is on the disk; an
/// existing folder of that name is replaced. Without `commit` nothing is left.
class AtomicFolder {
 public:
  explicit AtomicFolder(std::filesystem::path path);
  ~AtomicFolder();
  AtomicFolder(const AtomicFolder&) = delete;
  AtomicFolder& operator=(const AtomicFolder&) = delete;

  const std::filesystem::path& staged() const { return staged_; }
  void commit();

 private:
  std::filesystem::path path_, staged_;
  int descriptor_ = -1;
};

/// Makes `link` a relative symbolic link to `target`, replacing an older link atomically.
void replace_link(const std::filesystem::path& link, const std::filesystem::path& target);

/// Creates `folder` and its parents; an Error names the folder and the reason where that cannot be done.
void create_folders(const std::filesystem::path& folder);

/// An exclusive lock held by a live process on a file; released when the process ends, however it ends.
class FileLock {
 public:
  /// Throws Error (with the holder's process id) where another process holds it.
  explicit FileLock(const std::filesystem::path& path);
  ~FileLock();
  FileLock(const FileLock&) = delete;
  FileLock& operator=(const FileLock&) = delete;

 private:
  int descriptor_ = -1;
};

}  // namespace attend
