#include <array>
#include <atomic>
#include <csignal>
#include <thread>

#include "support/temp_folder.h"
#include <fcntl.h>
#include <gmock/gmock.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "attend/core/error.h"
#include "attend/core/file.h"

namespace attend {
namespace {

namespace fs = std::filesystem;
using ::testing::AllOf;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::ThrowsMessage;
using ::testing::UnorderedElementsAre;

std::vector<std::string> names(const fs::path& folder) {
  std::vector<std::string> names;
  for (const auto& entry : fs::directory_iterator(folder)) names.push_back(entry.path().filename().string());
  return names;
}

// Runs `work` in a process of its own, in which it must end with _exit: no destructor runs then.
template <class Work>
void in_dying_process(Work work) {
  const pid_t child = fork();
  if (child == 0) work();
  waitpid(child, nullptr, 0);
}

// Every file of this process may have at most so many bytes: a disk that is full, as far as a writer can
// tell.
class FileSizeLimit {
 public:
  explicit FileSizeLimit(rlim_t bytes) {
    getrlimit(RLIMIT_FSIZE, &before_);
    rlimit limit = before_;
    limit.rlim_cur = bytes;
    handler_ = std::signal(SIGXFSZ, SIG_IGN);
    setrlimit(RLIMIT_FSIZE, &limit);
  }
  ~FileSizeLimit() {
    setrlimit(RLIMIT_FSIZE, &before_);
    std::signal(SIGXFSZ, handler_);
  }

 private:
  rlimit before_{};
  void (*handler_)(int) = nullptr;
};

TEST(AtomicFile, IsThereOnlyAfterCommit) {
  const test::TempFolder folder;
  AtomicFile file(folder / "out");
  file.write("some ");
  file.write("text");
  EXPECT_FALSE(fs::exists(folder / "out"));
  file.commit();
  EXPECT_EQ(folder.read("out"), "some text");
  EXPECT_THAT(names(folder.path()), ElementsAre("out"));
}

TEST(AtomicFile, LeavesTheOldFileWithoutCommit) {
  const test::TempFolder folder;
  folder.write("out", "old");
  { AtomicFile(folder / "out").write("new"); }
  EXPECT_EQ(folder.read("out"), "old");
  EXPECT_THAT(names(folder.path()), ElementsAre("out"));
}

TEST(AtomicFile, WritesBlocksOfAnySizeInOrder) {
  const test::TempFolder folder;
  std::string expected;
  AtomicFile file(folder / "out");
  for (const size_t size : {10, 1 << 20, 3, 1 << 18, 7}) {
    const std::string block(size, static_cast<char>('a' + expected.size() % 26));
    file.write(block);
    expected += block;
  }
  file.commit();
  EXPECT_EQ(folder.read("out"), expected);
}

TEST(AtomicFile, OverwritesEarlierBytes) {
  const test::TempFolder folder;
  AtomicFile file(folder / "out");
  file.write("____ body");
  file.write_at(0, "head", 4);
  file.write(" tail");
  file.commit();
  EXPECT_EQ(folder.read("out"), "head body tail");
}

TEST(AtomicFile, AFullDiskIsAnErrorThatNamesTheFile) {
  const test::TempFolder folder;
  folder.write("out", "old");
  {
    const FileSizeLimit limit(1000);
    const auto write = [&] {
      AtomicFile file(folder / "out");
      file.write(std::string(2000, 'x'));
      file.commit();
    };
    EXPECT_THAT(write, ThrowsMessage<Error>(
                           AllOf(HasSubstr((folder / "out").string()), HasSubstr("File too large"))));
  }
  EXPECT_EQ(folder.read("out"), "old");
  EXPECT_THAT(names(folder.path()), ElementsAre("out"));
}

TEST(AtomicFile, ALinkStaysOneAndTheFileItLeadsToIsReplaced) {
  const test::TempFolder folder;
  folder.write("elsewhere/text", "old");
  fs::create_symlink("elsewhere/text", folder / "link");
  write_file(folder / "link", "new");
  EXPECT_TRUE(fs::is_symlink(folder / "link"));
  EXPECT_EQ(folder.read("elsewhere/text"), "new");
}

TEST(AtomicFile, APipeIsWrittenTo) {
  const test::TempFolder folder;
  const fs::path pipe = folder / "pipe";
  ASSERT_EQ(mkfifo(pipe.c_str(), 0600), 0);
  const int reader = open(pipe.c_str(), O_RDWR);  // with a writer too, so that opening does not wait
  write_file(pipe, "text");
  std::array<char, 8> bytes{};
  EXPECT_EQ(read(reader, bytes.data(), bytes.size()), 4);
  EXPECT_STREQ(bytes.data(), "text");
  close(reader);
  EXPECT_TRUE(fs::is_fifo(pipe));
  EXPECT_THAT(names(folder.path()), ElementsAre("pipe"));
}

TEST(AtomicFile, AFolderIsNoPlaceToWriteTo) {
  const test::TempFolder folder;
  EXPECT_THROW(AtomicFile(folder.path()), Error);
}

TEST(AtomicFile, AFolderThatIsNotThereIsAnError) {
  const test::TempFolder folder;
  EXPECT_THAT([&] { AtomicFile file(folder / "none/out"); },
              ThrowsMessage<Error>(AllOf(HasSubstr("none/out"), HasSubstr("No such file"))));
  folder.write("taken/x", "");
  EXPECT_THAT([&] { write_file(folder / "taken", "text"); },
              ThrowsMessage<Error>(HasSubstr("Is a directory")));
}

TEST(AtomicFile, TheNextWriteCleansUpAfterADeadProcess) {
  const test::TempFolder folder;
  in_dying_process([&] {
    AtomicFile file(folder / "out");
    file.write(std::string(1 << 20, 'x'));
    _exit(0);
  });
  ASSERT_EQ(names(folder.path()).size(), 1);
  write_file(folder / "other", "");
  EXPECT_EQ(names(folder.path()).size(), 2) << "what belongs to another name is not touched";
  write_file(folder / "out", "text");
  EXPECT_THAT(names(folder.path()), UnorderedElementsAre("out", "other"));
}

TEST(AtomicFile, TwoWritersOfOneNameDoNotHurtEachOther) {
  const test::TempFolder folder;
  AtomicFile first(folder / "out"), second(folder / "out");
  first.write("first");
  second.write("second");
  first.commit();
  EXPECT_EQ(folder.read("out"), "first");
  second.commit();
  EXPECT_EQ(folder.read("out"), "second");
}

TEST(AtomicFile, AFolderIsRefusedAtOnce) {
  const test::TempFolder folder;
  EXPECT_THAT([&] { AtomicFile file(folder.path()); }, ThrowsMessage<Error>(HasSubstr("directory")));
}

TEST(AtomicFolder, IsThereOnlyAfterCommit) {
  const test::TempFolder folder;
  AtomicFolder out(folder / "out/");
  write_file(out.staged() / "a", "1");
  create_folders(out.staged() / "deep");
  write_file(out.staged() / "deep/b", "2");
  EXPECT_FALSE(fs::exists(folder / "out"));
  out.commit();
  EXPECT_EQ(folder.read("out/deep/b"), "2");
  EXPECT_THAT(names(folder.path()), ElementsAre("out"));
}

TEST(AtomicFolder, ReplacesTheOldFolderWhole) {
  const test::TempFolder folder;
  folder.write("out/old", "");
  {
    AtomicFolder dropped(folder / "out");
    write_file(dropped.staged() / "new", "");
  }
  EXPECT_THAT(names(folder / "out"), ElementsAre("old"));
  AtomicFolder out(folder / "out");
  write_file(out.staged() / "new", "");
  out.commit();
  EXPECT_THAT(names(folder / "out"), ElementsAre("new"));
  EXPECT_THAT(names(folder.path()), ElementsAre("out"));
}

TEST(AtomicFolder, DoesNotReplaceAFile) {
  const test::TempFolder folder;
  folder.write("out", "mine");
  AtomicFolder out(folder / "out");
  EXPECT_THAT([&] { out.commit(); }, ThrowsMessage<Error>(HasSubstr("Not a directory")));
  EXPECT_EQ(folder.read("out"), "mine");
}

TEST(AtomicFolder, ANameIsNeverWithoutAFolder) {
  const test::TempFolder folder;
  folder.write("out/x", "");
  std::atomic<bool> done = false;
  std::thread writer([&] {
    for (int i = 0; i < 30; ++i) {
      AtomicFolder out(folder / "out");
      write_file(out.staged() / "x", "");
      out.commit();
    }
    done = true;
  });
  int missing = 0;
  while (!done) missing += !fs::exists(folder / "out");
  writer.join();
  EXPECT_EQ(missing, 0);
}

TEST(AtomicFolder, TheNextWriteCleansUpAfterADeadProcess) {
  const test::TempFolder folder;
  in_dying_process([&] {
    AtomicFolder out(folder / "out");
    write_file(out.staged() / "x", "half");
    _exit(0);
  });
  ASSERT_EQ(names(folder.path()).size(), 1);
  {
    const AtomicFolder live(folder / "out"), other(folder / "out");
    EXPECT_TRUE(fs::exists(live.staged()));
    EXPECT_TRUE(fs::exists(other.staged()));
  }
  EXPECT_THAT(names(folder.path()), IsEmpty());
}

}  // namespace
}  // namespace attend
