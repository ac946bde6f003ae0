#include "program.h"
#include <gmock/gmock.h>

namespace attend {
namespace {

// The environment and the name of a program that was started with `variable` alone, as it waits for a second
// line.
std::string started_with(const test::TempFolder& folder, const std::string& variable) {
  folder.write("started.sh", "coproc P { exec env -i " + variable + " " ATTEND_BINARY +
                                 " tokenizer encode vocabulary --quiet; }\n"
                                 "echo hi >&${P[1]}\nread -r line <&${P[0]}\n"
                                 "tr '\\0' ' ' < /proc/$P_PID/environ; cat /proc/$P_PID/comm\n");
  const auto command = "cd " + folder.path().string() + " && bash started.sh > started.txt";
  EXPECT_EQ(std::system(command.c_str()), 0);
  return read_file(folder / "started.txt");
}

TEST(ThreadWaiting, IsShortUnlessTheUserChooses) {
#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
  GTEST_SKIP() << "sanitizers start programs in their own way";
#endif
  test::TempFolder folder;
  folder.write("tiny.json", test::tiny_config());
  ASSERT_EQ(test::run(folder, "tokenizer train tiny.json vocabulary --quiet").exit_code, 0);
  EXPECT_EQ(started_with(folder, "A=1"), "GOMP_SPINCOUNT=10000 A=1 attend\n");
  EXPECT_EQ(started_with(folder, "GOMP_SPINCOUNT=7"), "GOMP_SPINCOUNT=7 attend\n");
  EXPECT_EQ(started_with(folder, "OMP_WAIT_POLICY=passive"), "OMP_WAIT_POLICY=passive attend\n");
}

}  // namespace
}  // namespace attend
