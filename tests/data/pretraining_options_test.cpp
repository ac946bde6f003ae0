#include "attend/data/pretraining_options.h"

#include <gmock/gmock.h>

#include "attend/config/load.h"

namespace attend {
namespace {

std::string problems_of(const std::string& text) {
  const auto loaded = load(pretraining_data_schema(), text, "test");
  try {
    loaded.problems.throw_if_any();
  } catch (const std::exception& error) {
    return error.what();
  }
  return "";
}

TEST(PretrainingOptions, PhasesFollowEachOtherEpochByEpoch) {
  const PretrainingDataOptions options = [] {
    PretrainingDataOptions made;
    made.phases = {{128, 9}, {256, 1}, {64, 0}};
    return made;
  }();
  EXPECT_EQ(options.max_length(0), 128);
  EXPECT_EQ(options.max_length(8), 128);
  EXPECT_EQ(options.max_length(9), 256);
  EXPECT_EQ(options.max_length(10), 64);
  EXPECT_EQ(options.max_length(1000), 64);
  EXPECT_EQ(options.max_length(), 256);
}

TEST(PretrainingOptions, OnlyTheLastPhaseHasNoEnd) {
  EXPECT_EQ(problems_of(R"({"train": ["a"], "phases": [{"max_length": 64, "epochs": 2}, {}]})"), "");
  EXPECT_THAT(problems_of(R"({"train": ["a"], "phases": [{"max_length": 64}, {"epochs": 3}]})"),
              testing::AllOf(testing::HasSubstr("phases[0].epochs"), testing::HasSubstr("phases[1].epochs")));
}

TEST(PretrainingOptions, SharesOfHiddenTokensAreAtMostAll) {
  EXPECT_THAT(problems_of(R"({"train": ["a"], "masking": {"mask_share": 0.8, "random_share": 0.3}})"),
              testing::HasSubstr("random_share"));
}

}  // namespace
}  // namespace attend
