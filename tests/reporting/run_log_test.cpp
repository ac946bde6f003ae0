#include "attend/reporting/run_log.h"

#include "support/temp_folder.h"
#include <gmock/gmock.h>

namespace attend {
namespace {

using testing::ElementsAre;
using testing::Pair;

TEST(RunLog, IsReadLineByLine) {
  const test::TempFolder folder;
  const auto log = read_run_log(folder.write("log.jsonl", R"({"kind":"start","updates":0,"parameters":7}
{"kind":"update","updates":5,"loss":3.5,"nll":3.0,"learning_rate":0.1,"gradient_norm":null,"time":{"tokens_per_second":900.5}}
{"kind":"validation","updates":5,"scores":{"bleu":12.5,"loss":2.0},"best":true}
{"kind":"checkpoint","updates":5}
{"kind":"end","updates":9,"reason":"duration_reached","best":{"bleu":12.5}}
)"));
  EXPECT_EQ(log.start["parameters"], 7);
  ASSERT_EQ(log.updates.size(), 1u);
  EXPECT_EQ(log.updates[0].updates, 5);
  EXPECT_EQ(log.updates[0].loss, 3.5);
  EXPECT_EQ(log.updates[0].tokens_per_second, 900.5);
  EXPECT_TRUE(std::isnan(log.updates[0].gradient_norm));
  ASSERT_EQ(log.validations.size(), 1u);
  EXPECT_THAT(log.validations[0].scores, ElementsAre(Pair("bleu", 12.5), Pair("loss", 2.0)));
  EXPECT_TRUE(log.validations[0].best);
  EXPECT_EQ(log.last["reason"], "duration_reached");
  ASSERT_TRUE(log.end);
  EXPECT_EQ(log.end->updates, 9);
  EXPECT_EQ(log.end->reason, "duration_reached");
  EXPECT_THAT(log.end->best, ElementsAre(Pair("bleu", 12.5)));
}

TEST(RunLog, WhatCannotBeReadIsPassedOver) {
  const test::TempFolder folder;
  const auto log = read_run_log(folder.write("log.jsonl", R"([1, 2]
{"kind":7,"updates":1}
{"kind":"update","updates":"many"}
{"kind":"validation","updates":2,"scores":"good","best":3}
{"kind":"update","updates":5,"loss":"low","time":4}
{"kind":"update","updates":10,"lo)"));
  ASSERT_EQ(log.updates.size(), 1u);
  EXPECT_TRUE(std::isnan(log.updates[0].loss));
  ASSERT_EQ(log.validations.size(), 1u);
  EXPECT_TRUE(log.validations[0].scores.empty());
  EXPECT_FALSE(log.validations[0].best);
  EXPECT_EQ(log.last["updates"], 5);
  EXPECT_FALSE(log.end);
}

TEST(RunLog, NoFileIsAnEmptyLog) {
  const test::TempFolder folder;
  EXPECT_TRUE(read_run_log(folder / "log.jsonl").updates.empty());
}

}  // namespace
}  // namespace attend
