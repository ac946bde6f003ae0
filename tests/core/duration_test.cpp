#include "attend/core/duration.h"

#include "support/expect_error.h"
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include "attend/core/error.h"

namespace attend {
namespace {

TEST(Duration, ReadsAmountAndUnit) {
  EXPECT_EQ(parse_duration("20 epochs"), (Duration{20, DurationUnit::epochs}));
  EXPECT_EQ(parse_duration("1 epoch"), (Duration{1, DurationUnit::epochs}));
  EXPECT_EQ(parse_duration(" 1_000  updates "), (Duration{1000, DurationUnit::updates}));
  EXPECT_EQ(parse_duration("4M tokens"), (Duration{4'000'000, DurationUnit::tokens}));
  EXPECT_EQ(parse_duration("16k updates"), (Duration{16'000, DurationUnit::updates}));
  EXPECT_EQ(parse_duration("0 updates"), (Duration{0, DurationUnit::updates}));
}

TEST(Duration, RefusesEverythingElse) {
  for (const char* text :
       {"", "20", "epochs", "20epochs", "20 hours", "-1 epochs", "1.5 epochs", "+1 epochs", "1e3 updates",
        "_1 updates", "1_ updates", "1__0 updates", "k updates", "1kk updates", "1 k updates", "20 Epochs",
        "20 epochs more", "9223372036854775808 updates", "9223372036854775807k updates"}) {
    EXPECT_EQ(try_parse_duration(text), std::nullopt) << text;
  }
}

TEST(Duration, TheErrorSaysWhatIsAccepted) {
  const ErrorParts parts = test::parts_of([] { parse_duration("20 hours"); });
  EXPECT_EQ(parts.found, "\"20 hours\"");
  EXPECT_THAT(parts.expected, testing::HasSubstr("20 epochs"));
}

RC_GTEST_PROP(Duration, TextReadsBack, ()) {
  const auto unit = *rc::gen::element(DurationUnit::updates, DurationUnit::epochs, DurationUnit::tokens);
  const Duration duration{*rc::gen::nonNegative<int64_t>(), unit};
  RC_ASSERT(parse_duration(to_string(duration)) == duration);
}

TEST(Progress, IsCountedInEachUnit) {
  const Progress progress{.updates = 1, .epochs = 2, .tokens = 3};
  EXPECT_EQ(progress.in(DurationUnit::updates), 1);
  EXPECT_EQ(progress.in(DurationUnit::epochs), 2);
  EXPECT_EQ(progress.in(DurationUnit::tokens), 3);
}

}  // namespace
}  // namespace attend
