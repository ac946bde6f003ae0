#include "attend/reporting/format.h"

#include <cmath>

#include <gtest/gtest.h>

namespace attend {
namespace {

TEST(FormatDuration, ShowsTheTwoLargestUnits) {
  EXPECT_EQ(format_duration(0), "0 s");
  EXPECT_EQ(format_duration(7.4), "7 s");
  EXPECT_EQ(format_duration(185), "3 min 05 s");
  EXPECT_EQ(format_duration(3720), "1 h 02 min");
  EXPECT_EQ(format_duration(2 * 86400 + 3 * 3600), "2 d 03 h");
}

TEST(FormatDuration, RoundsIntoTheNextUnit) {
  EXPECT_EQ(format_duration(59.6), "1 min 00 s");
  EXPECT_EQ(format_duration(3599.6), "1 h 00 min");
  EXPECT_EQ(format_duration(86399), "1 d 00 h");
}

TEST(FormatDuration, WhatIsNoDurationIsAQuestionMark) {
  for (const double seconds : {-1.0, std::nan(""), HUGE_VAL, 1e300}) EXPECT_EQ(format_duration(seconds), "?");
}

TEST(FormatCount, ShortensLargeNumbers) {
  EXPECT_EQ(format_count(0), "0");
  EXPECT_EQ(format_count(950), "950");
  EXPECT_EQ(format_count(1234), "1.2k");
  EXPECT_EQ(format_count(12345), "12.3k");
  EXPECT_EQ(format_count(4e6), "4.0M");
  EXPECT_EQ(format_count(-12345), "-12.3k");
}

TEST(FormatCount, RoundsIntoTheNextSuffix) {
  EXPECT_EQ(format_count(999.6), "1.0k");
  EXPECT_EQ(format_count(999'960), "1.0M");
}

TEST(FormatCount, WhatIsNotFiniteIsAQuestionMark) { EXPECT_EQ(format_count(std::nan("")), "?"); }

}  // namespace
}  // namespace attend
