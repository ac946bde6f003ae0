#include "attend/core/temporary_folder.h"

#include <cerrno>

#include <stdlib.h>

#include "attend/core/system_error.h"

namespace attend {

TemporaryFolder::TemporaryFolder(const std::string& purpose) {
  auto name = (std::filesystem::temp_directory_path() / ("attend-" + purpose + "-XXXXXX")).string();
  if (mkdtemp(name.data()) == nullptr) throw system_error("making a temporary folder", name, errno);
  path_ = name;
}

TemporaryFolder::~TemporaryFolder() {
  std::error_code ignored;
  std::filesystem::remove_all(path_, ignored);
}

}  // namespace attend
