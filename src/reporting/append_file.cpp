#include "append_file.h"

#include <cerrno>
#include <utility>

#include <fcntl.h>
#include <unistd.h>

#include "attend/core/system_error.h"

namespace attend {
namespace {

constexpr const char* writing = "writing a log";

// To open a pipe would wait for its reader.
void refuse_pipe(const std::filesystem::path& path) {
  std::error_code ignored;
  if (!std::filesystem::is_fifo(path, ignored)) return;
  throw Error({.operation = writing,
               .where = path.string(),
               .found = "a pipe",
               .expected = "a file, or nothing yet"});
}

}  // namespace

AppendFile::AppendFile(std::filesystem::path path)
    : path_(std::move(path)), made_(!std::filesystem::exists(path_)) {
  refuse_pipe(path_);
  descriptor_ = open(path_.c_str(), O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0666);
  if (descriptor_ < 0) throw system_error(writing, path_, errno);
}

AppendFile::~AppendFile() {
  if (made_ && lseek(descriptor_, 0, SEEK_END) == 0) unlink(path_.c_str());
  close(descriptor_);
}

void AppendFile::cut(uint64_t size) {
  if (ftruncate(descriptor_, static_cast<off_t>(size)) != 0) throw system_error(writing, path_, errno);
}

void AppendFile::append(std::string_view bytes) {
  while (!bytes.empty()) {
    const ssize_t count = write(descriptor_, bytes.data(), bytes.size());
    if (count < 0 && errno == EINTR) continue;
    if (count < 0) throw system_error(writing, path_, errno);
    bytes.remove_prefix(static_cast<size_t>(count));
  }
}

void AppendFile::sync() {
  if (fsync(descriptor_) != 0) throw system_error(writing, path_, errno);
}

}  // namespace attend
