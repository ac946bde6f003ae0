#include "attend/core/copy.h"

#include "attend/core/file.h"

namespace attend {

void copy_entry(const std::filesystem::path& from, const std::filesystem::path& to) {
  if (std::filesystem::is_directory(from)) {
    create_folders(to);
    for (const auto& entry : std::filesystem::directory_iterator(from))
      copy_entry(entry.path(), to / entry.path().filename());
    return;
  }
  AtomicFile file(to);
  read_blocks(from, [&](std::span<const std::byte> block) { file.write(block.data(), block.size()); });
  file.commit();
}

}  // namespace attend
