#include "attend/core/temporary_folder.h"

#include <fstream>

#include <gmock/gmock.h>

namespace attend {
namespace {

TEST(TemporaryFolder, IsNewAndGoesWithAllThatIsInIt) {
  std::filesystem::path path;
  {
    const TemporaryFolder first("some-purpose"), second("some-purpose");
    path = first.path();
    EXPECT_THAT(path.filename().string(), testing::StartsWith("attend-some-purpose-"));
    EXPECT_NE(path, second.path());
    EXPECT_TRUE(std::filesystem::is_empty(path));
    std::filesystem::create_directory(path / "inner");
    std::ofstream(path / "inner/file") << "text";
  }
  EXPECT_FALSE(std::filesystem::exists(path));
}

}  // namespace
}  // namespace attend
