#include "attend/data/line_windows.h"

#include "support/expect_error.h"
#include <gmock/gmock.h>
#include <unistd.h>

#include "attend/core/error.h"

namespace attend {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;

// A pipe whose writing end a test holds.
class LineWindowsTest : public testing::Test {
 protected:
  void SetUp() override { ASSERT_EQ(pipe(ends_), 0); }
  void TearDown() override {
    close(ends_[0]);
    end();
  }
  void send(std::string_view text) {
    ASSERT_EQ(::write(ends_[1], text.data(), text.size()), static_cast<ssize_t>(text.size()));
  }
  void end() {
    if (ends_[1] >= 0) close(ends_[1]);
    ends_[1] = -1;
  }
  LineWindows windows(size_t lines) const { return LineWindows(ends_[0], "standard input", lines); }

  std::vector<std::string> lines;

 private:
  int ends_[2] = {-1, -1};
};

TEST_F(LineWindowsTest, AWindowEndsWhereReadingOnWouldWait) {
  auto input = windows(100);
  send("one\ntwo\nthr");
  ASSERT_TRUE(input.next(lines));
  EXPECT_THAT(lines, ElementsAre("one", "two"));
  send("ee\n");
  ASSERT_TRUE(input.next(lines));
  EXPECT_THAT(lines, ElementsAre("three"));
}

TEST_F(LineWindowsTest, AWindowEndsWhenItIsFull) {
  auto input = windows(2);
  send("1\n2\n3\n");
  end();
  ASSERT_TRUE(input.next(lines));
  EXPECT_THAT(lines, ElementsAre("1", "2"));
  ASSERT_TRUE(input.next(lines));
  EXPECT_THAT(lines, ElementsAre("3"));
  EXPECT_FALSE(input.next(lines));
  EXPECT_EQ(input.line_number(), 3);
}

TEST_F(LineWindowsTest, TakesWhatFilesOfPeopleLookLike) {
  auto input = windows(10);
  send("\xEF\xBB\xBFone\r\n\nlast");
  end();
  ASSERT_TRUE(input.next(lines));
  EXPECT_THAT(lines, ElementsAre("one", "", "last"));
}

TEST_F(LineWindowsTest, NothingGivesNothing) {
  auto input = windows(10);
  end();
  EXPECT_FALSE(input.next(lines));
}

TEST_F(LineWindowsTest, NamesTheLineThatIsNotText) {
  for (const std::string_view bad :
       {std::string_view("ok\nbad \xff here\n"), std::string_view("ok\nzero \0 byte\n", 15)}) {
    auto input = windows(10);
    send(bad);
    EXPECT_THAT(test::error_of([&] { input.next(lines); }), HasSubstr("standard input, line 2"));
  }
}

}  // namespace
}  // namespace attend
