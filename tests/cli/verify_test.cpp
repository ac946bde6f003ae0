#include "program.h"
#include <gmock/gmock.h>

namespace attend {
namespace {

using testing::HasSubstr;
using testing::Not;

TEST(VerifyCommand, FindsEveryPromiseKept) {
  test::TempFolder folder;
  folder.write("tiny.json", test::tiny_config());
  ASSERT_EQ(test::run(folder, "train tiny.json --threads 1").exit_code, 0);
  const auto outcome = test::run(folder, "verify runs/tiny --threads 1 --quiet");
  EXPECT_EQ(outcome.exit_code, 0) << outcome.output << outcome.errors;
  EXPECT_THAT(outcome.output,
              testing::AllOf(HasSubstr("resumed"), HasSubstr("micro-batches"), HasSubstr("logits"),
                             HasSubstr("beam 5"), Not(HasSubstr("BROKEN"))));
}

TEST(VerifyCommand, WantsARun) {
  test::TempFolder folder;
  EXPECT_EQ(test::run(folder, "verify nothing").exit_code, 2);
}

}  // namespace
}  // namespace attend
