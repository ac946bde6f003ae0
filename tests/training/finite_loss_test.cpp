#include "attend/training/finite_loss.h"

#include <cmath>
#include <limits>

#include "support/expect_error.h"
#include <gtest/gtest.h>

namespace attend {
namespace {

TEST(FiniteLoss, NamesWhatIsNone) {
  EXPECT_NO_THROW(require_finite_loss(1e30, {}));
  for (const double nan : {std::nan(""), -std::nan("")})
    EXPECT_EQ(test::parts_of([&] { require_finite_loss(nan, {}); }).found, "a loss of nan");
  EXPECT_EQ(test::parts_of([] { require_finite_loss(-std::numeric_limits<double>::infinity(), {}); }).found,
            "a loss of -inf");
}

}  // namespace
}  // namespace attend
