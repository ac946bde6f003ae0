#include "attend/reporting/phase_times.h"

#include <thread>

#include <ATen/record_function.h>
#include <gmock/gmock.h>

namespace attend {
namespace {

TEST(PhaseTimes, KnowsTheScopesThatEndedWhileItLived) {
  PhaseTimes times(c10::kCPU);
  { RECORD_USER_SCOPE("forward"); }
  { RECORD_USER_SCOPE("loss"); }
  EXPECT_THAT(times.seconds(), testing::ElementsAre(testing::Key("forward"), testing::Key("loss")));
  times.clear();
  EXPECT_THAT(times.seconds(), testing::IsEmpty());
}

TEST(PhaseTimes, AScopeCountsWithoutTheScopesInsideIt) {
  PhaseTimes times(c10::kCPU);
  {
    RECORD_USER_SCOPE("outer");
    for (int i = 0; i < 3; ++i) {
      RECORD_USER_SCOPE("inner");
      at::Tensor busy = at::ones({1 << 20}).sin().sum();
    }
  }
  EXPECT_LT(times.seconds().at("outer"), times.seconds().at("inner"));
}

TEST(PhaseTimes, ThreadsAddUp) {
  PhaseTimes times(c10::kCPU);
  {
    RECORD_USER_SCOPE("here");
    std::thread([] { RECORD_USER_SCOPE("there"); }).join();
  }
  EXPECT_THAT(times.seconds(), testing::ElementsAre(testing::Key("here"), testing::Key("there")));
}

TEST(PhaseTimes, NothingIsCountedAfterItsEnd) {
  { const PhaseTimes times(c10::kCPU); }
  RECORD_USER_SCOPE("nobody looks");
}

}  // namespace
}  // namespace attend
