#include "attend/core/file.h"

#include <cerrno>
#include <utility>
#include <vector>

#include <fcntl.h>
#include <sys/file.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include "attend/core/system_error.h"

namespace attend {

namespace {

constexpr const char* reading = "reading a file";

void require_file(const struct stat& status, const std::filesystem::path& path) {
  if (S_ISDIR(status.st_mode)) throw system_error(reading, path, EISDIR);
  if (S_ISREG(status.st_mode)) return;
  throw Error({.operation = reading,
               .where = path.string(),
               .found = "a device or a pipe",
               .expected = "a file, which can be read more than once"});
}

struct Descriptor {
  explicit Descriptor(int opened) : value(opened) {}
  ~Descriptor() { close(value); }
  Descriptor(const Descriptor&) = delete;
  Descriptor& operator=(const Descriptor&) = delete;

  const int value;
};

int open_to_read(const std::filesystem::path& path) {
  const int descriptor = open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NONBLOCK);
  if (descriptor < 0) throw system_error(reading, path, errno);
  return descriptor;
}

// A file that is open for reading. To open a pipe would wait for its writer, and a device may have no end:
// both are refused at once.
struct OpenFile {
  explicit OpenFile(const std::filesystem::path& path) : descriptor(open_to_read(path)) {
    struct stat status {};
    if (fstat(descriptor.value, &status) != 0) throw system_error(reading, path, errno);
    require_file(status, path);
    size = static_cast<size_t>(status.st_size);
  }

  const Descriptor descriptor;
  size_t size = 0;
};

// How many bytes were put at `to`; 0 at the end of the file.
size_t read_some(const OpenFile& file, const std::filesystem::path& path, void* to, size_t size) {
  while (true) {
    const ssize_t count = read(file.descriptor.value, to, size);
    if (count >= 0) return static_cast<size_t>(count);
    if (errno != EINTR) throw system_error(reading, path, errno);
  }
}

}  // namespace

std::string read_file(const std::filesystem::path& path) {
  constexpr size_t step = 1 << 16;
  const OpenFile file(path);
  // The size is only a first guess: the files of /proc have none, and a file may grow.
  std::string text(file.size + 1, '\0');
  size_t used = 0;
  while (true) {
    if (used == text.size()) text.resize(used + step);
    const size_t count = read_some(file, path, text.data() + used, text.size() - used);
    if (count == 0) break;
    used += count;
  }
  text.resize(used);
  return text;
}

void read_blocks(const std::filesystem::path& path,
                 const std::function<void(std::span<const std::byte>)>& take) {
  const OpenFile file(path);
  std::vector<std::byte> block(1 << 18);
  while (const size_t count = read_some(file, path, block.data(), block.size())) take({block.data(), count});
}

MemoryMap::MemoryMap(const std::filesystem::path& path) {
  const OpenFile file(path);
  if (file.size == 0) return;  // an empty mapping is not allowed
  void* address = mmap(nullptr, file.size, PROT_READ, MAP_SHARED, file.descriptor.value, 0);
  if (address == MAP_FAILED) throw system_error("mapping a file", path, errno);
  bytes_ = {static_cast<const std::byte*>(address), file.size};
}

MemoryMap::~MemoryMap() {
  if (!bytes_.empty()) munmap(const_cast<std::byte*>(bytes_.data()), bytes_.size());
}

MemoryMap::MemoryMap(MemoryMap&& other) noexcept : bytes_(std::exchange(other.bytes_, {})) {}

MemoryMap& MemoryMap::operator=(MemoryMap&& other) noexcept {
  std::swap(bytes_, other.bytes_);
  return *this;
}

void replace_link(const std::filesystem::path& link, const std::filesystem::path& target) {
  const auto from = std::filesystem::absolute(link).lexically_normal();
  const auto to = std::filesystem::absolute(target).lexically_normal();
  const auto staged =
      from.parent_path() / ("." + from.filename().string() + ".tmp-" + std::to_string(getpid()));
  std::error_code reason;
  std::filesystem::remove(staged, reason);
  if (!reason) std::filesystem::create_symlink(to.lexically_relative(from.parent_path()), staged, reason);
  if (!reason) std::filesystem::rename(staged, from, reason);
  if (!reason) return;
  std::error_code ignored;
  std::filesystem::remove(staged, ignored);
  throw system_error("making a link", link, reason.value());
}

void create_folders(const std::filesystem::path& folder) {
  std::error_code reason;
  std::filesystem::create_directories(folder, reason);
  if (!reason && !std::filesystem::is_directory(folder, reason))
    reason = std::make_error_code(std::errc::not_a_directory);
  if (reason) throw system_error("creating a folder", folder, reason.value());
}

namespace {

[[noreturn]] void refuse_lock(const std::filesystem::path& path, int descriptor, int code) {
  close(descriptor);
  if (code != EWOULDBLOCK) throw system_error("locking", path, code);
  // The holder writes its number after it has the lock, so the file may still be empty.
  const std::string holder = read_file(path);
  throw Error({.operation = "locking",
               .where = path.string(),
               .found = "held by " + (holder.empty() ? "another process" : "process " + holder),
               .expected = "no other process at work here",
               .hint = "wait for it to end, or choose another folder"});
}

}  // namespace

FileLock::FileLock(const std::filesystem::path& path) {
  struct stat status {};
  do {
    if (descriptor_ >= 0) close(descriptor_);
    descriptor_ = open(path.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0666);
    if (descriptor_ < 0) throw system_error("locking", path, errno);
    if (flock(descriptor_, LOCK_EX | LOCK_NB) != 0) refuse_lock(path, descriptor_, errno);
    // The holder before may have removed the file between its opening here and the lock.
  } while (fstat(descriptor_, &status) == 0 && status.st_nlink == 0);
  const std::string holder = std::to_string(getpid());
  if (ftruncate(descriptor_, 0) != 0 ||
      pwrite(descriptor_, holder.data(), holder.size(), 0) != static_cast<ssize_t>(holder.size())) {
    const int code = errno;
    close(descriptor_);
    throw system_error("locking", path, code);
  }
}

// The file stays. Who removes it does so while holding the lock.
FileLock::~FileLock() { close(descriptor_); }

}  // namespace attend
