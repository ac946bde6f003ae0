#include <algorithm>
#include <cerrno>
#include <utility>

#include <fcntl.h>
#include <stdio.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include "attend/core/file.h"
#include "attend/core/system_error.h"

namespace attend {

namespace {

namespace fs = std::filesystem;

constexpr size_t write_buffer_bytes = 1 << 18;
constexpr const char* writing = "writing a file";
constexpr const char* replacing = "writing a folder";

// "runs/demo/" and "runs/demo" name the same folder.
fs::path without_slash(fs::path path) { return path.has_filename() ? std::move(path) : path.parent_path(); }

fs::path folder_of(const fs::path& path) {
  return path.has_parent_path() ? path.parent_path() : fs::path(".");
}

// Where a name leads: a link stays, what it points at is replaced.
fs::path behind_links(fs::path path) {
  constexpr int most_links = 40;  // as the system has it
  std::error_code none;
  for (int links = 0; links < most_links && fs::is_symlink(path, none); ++links) {
    const auto target = fs::read_symlink(path, none);
    path = target.is_absolute() ? target : path.parent_path() / target;
  }
  return path;
}

// A device or a pipe takes what is written; only a file can be replaced.
bool takes_writes(const fs::path& path) {
  std::error_code none;
  const auto status = fs::status(path, none);
  return fs::exists(status) && !fs::is_regular_file(status);
}

std::string staged_prefix(const fs::path& path) { return "." + path.filename().string() + ".tmp-"; }

int open_new_file(const fs::path& path) {
  return open(path.c_str(), O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, 0666);
}

int open_new_folder(const fs::path& path) {
  if (mkdir(path.c_str(), 0777) != 0) return -1;
  return open(path.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
}

// Removes what writers of `path` that died have left. A live one holds a lock on what it stages.
void remove_stale(const fs::path& path) {
  const std::string prefix = staged_prefix(path);
  std::error_code ignored;
  for (fs::directory_iterator entry(folder_of(path), ignored), end; !ignored && entry != end;
       entry.increment(ignored)) {
    const std::string name = entry->path().filename().string();
    if (!name.starts_with(prefix) || name.find_first_not_of("0123456789-", prefix.size()) != name.npos)
      continue;
    const int descriptor = open(entry->path().c_str(), O_RDONLY | O_CLOEXEC | O_NOFOLLOW);
    if (descriptor < 0) continue;
    std::error_code not_removed;
    if (flock(descriptor, LOCK_EX | LOCK_NB) == 0) fs::remove_all(entry->path(), not_removed);
    close(descriptor);
  }
}

struct Staged {
  fs::path path;
  int descriptor;
};

// A new entry beside `path`, open and locked.
Staged stage(const fs::path& path, int (*open_new)(const fs::path&), const char* operation) {
  remove_stale(path);
  const std::string prefix = staged_prefix(path) + std::to_string(getpid()) + "-";
  for (int number = 0;; ++number) {
    const fs::path staged = folder_of(path) / (prefix + std::to_string(number));
    const int descriptor = open_new(staged);
    if (descriptor < 0 && errno == EEXIST) continue;
    if (descriptor < 0) throw system_error(operation, path, errno);
    // Where locks are not supported nothing is ever taken for stale, so going on without one is safe.
    flock(descriptor, LOCK_EX);
    // Another process may have removed it as stale between its creation and the lock.
    struct stat status {};
    if (fstat(descriptor, &status) == 0 && status.st_nlink > 0) return {staged, descriptor};
    close(descriptor);
  }
}

void write_all(int descriptor, std::string_view bytes, const fs::path& path) {
  while (!bytes.empty()) {
    const ssize_t count = ::write(descriptor, bytes.data(), bytes.size());
    if (count < 0 && errno == EINTR) continue;
    if (count < 0) throw system_error(writing, path, errno);
    bytes.remove_prefix(static_cast<size_t>(count));
  }
}

// Some file systems cannot flush a folder; they say EINVAL.
void flush_to_disk(const fs::path& path, const char* operation) {
  const int descriptor = open(path.c_str(), O_RDONLY | O_CLOEXEC);
  if (descriptor < 0) throw system_error(operation, path, errno);
  const int code = fsync(descriptor) == 0 ? 0 : errno;
  close(descriptor);
  if (code != 0 && code != EINVAL) throw system_error(operation, path, code);
}

// Puts the folder `staged` at `path`; the old one, if any, is then at the returned place.
fs::path put_in_place(const fs::path& staged, const fs::path& path) {
  if (rename(staged.c_str(), path.c_str()) == 0) return {};
  if (errno != ENOTEMPTY && errno != EEXIST) throw system_error(replacing, path, errno);
  if (renameat2(AT_FDCWD, staged.c_str(), AT_FDCWD, path.c_str(), RENAME_EXCHANGE) == 0) return staged;
  if (errno != EINVAL && errno != ENOSYS && errno != ENOTSUP) throw system_error(replacing, path, errno);
  const fs::path aside = folder_of(path) / (path.filename().string() + ".old-" + std::to_string(getpid()));
  if (rename(path.c_str(), aside.c_str()) != 0) throw system_error(replacing, path, errno);
  if (rename(staged.c_str(), path.c_str()) != 0) {
    const int code = errno;
    rename(aside.c_str(), path.c_str());
    throw system_error(replacing, path, code);
  }
  return aside;
}

}  // namespace

AtomicFile::AtomicFile(std::filesystem::path path) : path_(behind_links(std::move(path))) {
  if (takes_writes(path_)) {
    descriptor_ = open(path_.c_str(), O_WRONLY | O_CLOEXEC);
    if (descriptor_ < 0) throw system_error(writing, path_, errno);
    return;
  }
  std::error_code ignored;
  if (fs::is_directory(path_, ignored)) throw system_error(writing, path_, EISDIR);  // before any work
  Staged staged = stage(path_, open_new_file, writing);
  staged_ = std::move(staged.path);
  descriptor_ = staged.descriptor;
}

AtomicFile::~AtomicFile() {
  if (descriptor_ < 0) return;
  if (!staged_.empty()) unlink(staged_.c_str());
  close(descriptor_);
}

void AtomicFile::write(const void* data, size_t size) {
  const std::string_view bytes(static_cast<const char*>(data), size);
  if (buffer_.size() + size > write_buffer_bytes) flush();
  if (size > write_buffer_bytes) {
    write_all(descriptor_, bytes, path_);
  } else {
    buffer_.append(bytes);
  }
}

void AtomicFile::write_at(uint64_t offset, const void* data, size_t size) {
  flush();
  const auto* bytes = static_cast<const char*>(data);
  while (size > 0) {
    const ssize_t count = pwrite(descriptor_, bytes, size, static_cast<off_t>(offset));
    if (count < 0 && errno == EINTR) continue;
    if (count < 0) throw system_error(writing, path_, errno);
    bytes += count;
    offset += static_cast<uint64_t>(count);
    size -= static_cast<size_t>(count);
  }
}

void AtomicFile::flush() {
  write_all(descriptor_, buffer_, path_);
  buffer_.clear();
}

void AtomicFile::commit() {
  flush();
  if (staged_.empty()) {
    close(std::exchange(descriptor_, -1));
    return;
  }
  if (fsync(descriptor_) != 0) throw system_error(writing, path_, errno);
  if (rename(staged_.c_str(), path_.c_str()) != 0) throw system_error(writing, path_, errno);
  close(std::exchange(descriptor_, -1));
  flush_to_disk(folder_of(path_), writing);
}

void write_file(const std::filesystem::path& path, std::string_view text) {
  AtomicFile file(path);
  file.write(text);
  file.commit();
}

AtomicFolder::AtomicFolder(std::filesystem::path path) : path_(without_slash(std::move(path))) {
  Staged staged = stage(path_, open_new_folder, replacing);
  staged_ = std::move(staged.path);
  descriptor_ = staged.descriptor;
}

AtomicFolder::~AtomicFolder() {
  if (descriptor_ < 0) return;
  std::error_code ignored;
  fs::remove_all(staged_, ignored);
  close(descriptor_);
}

void AtomicFolder::commit() {
  for (const auto& entry : fs::recursive_directory_iterator(staged_)) {
    if (entry.is_symlink() || !(entry.is_regular_file() || entry.is_directory())) continue;
    flush_to_disk(entry.path(), replacing);
  }
  flush_to_disk(staged_, replacing);
  const fs::path old = put_in_place(staged_, path_);
  close(std::exchange(descriptor_, -1));
  flush_to_disk(folder_of(path_), replacing);
  std::error_code ignored;
  if (!old.empty()) fs::remove_all(old, ignored);
}

}  // namespace attend
