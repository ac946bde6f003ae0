#include "attend/core/file.h"

#include <cstring>

#include "support/temp_folder.h"
#include <gmock/gmock.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "attend/core/error.h"

namespace attend {
namespace {

using ::testing::AllOf;
using ::testing::HasSubstr;
using ::testing::ThrowsMessage;

TEST(ReadFile, GivesEveryByte) {
  const test::TempFolder folder;
  const std::string bytes("a\0b\r\n\xff", 6);
  EXPECT_EQ(read_file(folder.write("file", bytes)), bytes);
  EXPECT_EQ(read_file(folder.write("empty", "")), "");
}

TEST(ReadFile, ReadsFilesThatDoNotTellTheirSize) { EXPECT_FALSE(read_file("/proc/self/status").empty()); }

TEST(ReadFile, NamesTheFileAndTheReason) {
  const test::TempFolder folder;
  EXPECT_THAT([&] { read_file(folder / "none"); },
              ThrowsMessage<Error>(AllOf(HasSubstr((folder / "none").string()), HasSubstr("No such file"))));
  EXPECT_THAT([&] { read_file(folder.path()); }, ThrowsMessage<Error>(HasSubstr("Is a directory")));
}

// To open a pipe would wait for a writer, and to read this device would never end.
TEST(ReadFile, RefusesPipesAndDevicesAtOnce) {
  const test::TempFolder folder;
  ASSERT_EQ(mkfifo((folder / "pipe").c_str(), 0600), 0);
  std::filesystem::create_symlink("/dev/zero", folder / "device");
  for (const auto* name : {"pipe", "device"}) {
    const auto says_so = AllOf(HasSubstr((folder / name).string()), HasSubstr("a device or a pipe"));
    EXPECT_THAT([&] { read_file(folder / name); }, ThrowsMessage<Error>(says_so));
    EXPECT_THAT([&] { MemoryMap map(folder / name); }, ThrowsMessage<Error>(says_so));
  }
}

TEST(MemoryMap, ShowsTheBytesOfAFile) {
  const test::TempFolder folder;
  MemoryMap map(folder.write("file", "hello"));
  ASSERT_EQ(map.bytes().size(), 5);
  EXPECT_EQ(std::memcmp(map.bytes().data(), "hello", 5), 0);
  MemoryMap moved(std::move(map));
  EXPECT_EQ(moved.bytes().size(), 5);
  moved = MemoryMap(folder.write("empty", ""));
  EXPECT_TRUE(moved.bytes().empty());
}

TEST(MemoryMap, RefusesWhatIsNotAFile) {
  const test::TempFolder folder;
  EXPECT_THROW(MemoryMap(folder / "none"), Error);
  EXPECT_THAT([&] { MemoryMap map(folder.path()); }, ThrowsMessage<Error>(HasSubstr("directory")));
  EXPECT_THAT([] { MemoryMap map("/dev/null"); }, ThrowsMessage<Error>(HasSubstr("a device or a pipe")));
}

TEST(ReplaceLink, IsRelativeAndReplacesAnOlderOne) {
  const test::TempFolder folder;
  folder.write("run/checkpoints/step-1/x", "1");
  folder.write("run/checkpoints/step-2/x", "2");
  replace_link(folder / "run/best", folder / "run/checkpoints/step-1");
  replace_link(folder / "run/best", folder / "run/checkpoints/step-2");
  EXPECT_EQ(std::filesystem::read_symlink(folder / "run/best"), "checkpoints/step-2");
  EXPECT_EQ(folder.read("run/best/x"), "2");
}

TEST(ReplaceLink, LeavesARealFolderAlone) {
  const test::TempFolder folder;
  folder.write("best/x", "mine");
  EXPECT_THROW(replace_link(folder / "best", folder / "other"), Error);
  EXPECT_EQ(folder.read("best/x"), "mine");
  EXPECT_EQ(std::distance(std::filesystem::directory_iterator(folder.path()), {}), 1);
}

TEST(CreateFolders, MakesParentsAndAcceptsWhatIsThere) {
  const test::TempFolder folder;
  create_folders(folder / "a/b/c");
  create_folders(folder / "a/b/c");
  EXPECT_TRUE(std::filesystem::is_directory(folder / "a/b/c"));
}

TEST(CreateFolders, NamesTheFolderThatCannotBe) {
  const test::TempFolder folder;
  folder.write("file", "");
  EXPECT_THAT([&] { create_folders(folder / "file"); },
              ThrowsMessage<Error>(HasSubstr((folder / "file").string())));
  EXPECT_THROW(create_folders(folder / "file/below"), Error);
}

TEST(FileLock, SaysWhoHoldsIt) {
  const test::TempFolder folder;
  {
    const FileLock lock(folder / "lock");
    EXPECT_THAT([&] { FileLock second(folder / "lock"); },
                ThrowsMessage<Error>(HasSubstr("held by process " + std::to_string(getpid()))));
  }
  EXPECT_NO_THROW(FileLock(folder / "lock"));
}

TEST(FileLock, EndsWithItsProcess) {
  const test::TempFolder folder;
  const pid_t child = fork();
  if (child == 0) {
    const FileLock lock(folder / "lock");
    _exit(0);  // no destructor runs
  }
  waitpid(child, nullptr, 0);
  EXPECT_EQ(folder.read("lock"), std::to_string(child));
  EXPECT_NO_THROW(FileLock(folder / "lock"));
}

}  // namespace
}  // namespace attend
