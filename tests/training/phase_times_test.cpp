#include "attend/training/phase_times.h"

#include "toy_task.h"
#include <ATen/record_function.h>
#include <gmock/gmock.h>

#include "attend/training/train_step.h"

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

TEST(PhaseTimes, NothingIsCountedAfterItsEnd) {
  { const PhaseTimes times(c10::kCPU); }
  RECORD_USER_SCOPE("nobody looks");
}

}  // namespace
}  // namespace attend
