#include "attend/core/printable.h"

#include <gtest/gtest.h>

namespace attend {
namespace {

TEST(Printable, ControlCharactersDoNotReachTheTerminal) {
  EXPECT_EQ(printable("a\x1b[2Jb\r\n\tc\x7f\xc2\x9b"), "a\\u001b[2Jb\\u000d\n\tc\\u007f\\u009b");
  EXPECT_EQ(printable("Größe: 漢字"), "Größe: 漢字");
}

TEST(ShownName, IsOneShortLine) {
  EXPECT_EQ(shown_name("model.layer"), "model.layer");
  EXPECT_EQ(shown_name("a\nb\x1b"), "a\\nb\\u001b");
  EXPECT_EQ(shown_name(std::string(1000, 'x')), std::string(60, 'x') + "...");
}

}  // namespace
}  // namespace attend
