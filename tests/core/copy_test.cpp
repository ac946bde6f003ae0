#include "attend/core/copy.h"

#include "support/expect_error.h"
#include "support/temp_folder.h"
#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace attend {
namespace {

TEST(CopyEntry, TakesFoldersAndWhatLinksLeadTo) {
  const test::TempFolder temp;
  temp.write("from/inner/file", "text");
  std::filesystem::create_symlink("inner/file", temp / "from/link");
  copy_entry(temp / "from", temp / "to");
  EXPECT_EQ(temp.read("to/inner/file"), "text");
  EXPECT_EQ(temp.read("to/link"), "text");
  EXPECT_FALSE(std::filesystem::is_symlink(temp / "to/link"));
}

TEST(CopyEntry, AFullDiskIsCalledSo) {
  if (!std::filesystem::exists("/dev/full")) GTEST_SKIP() << "no /dev/full";
  const test::TempFolder temp;
  temp.write("from", "text");
  EXPECT_THAT(test::error_of([&] { copy_entry(temp / "from", "/dev/full"); }),
              testing::AllOf(testing::HasSubstr("No space left on device"), testing::HasSubstr("hint: ")));
}

}  // namespace
}  // namespace attend
