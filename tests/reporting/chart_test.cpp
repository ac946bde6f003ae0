#include "attend/reporting/chart.h"

#include <cmath>

#include <gmock/gmock.h>

namespace attend {
namespace {

using testing::AllOf;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::Not;

size_t count(const std::string& text, const std::string& part) {
  size_t found = 0;
  for (auto at = text.find(part); at != text.npos; at = text.find(part, at + 1)) ++found;
  return found;
}

TEST(Ticks, AreRoundNumbersWithinTheRange) {
  EXPECT_THAT(ticks(0, 10, 5), ElementsAre(0, 2, 4, 6, 8, 10));
  EXPECT_THAT(ticks(130, 790, 3), ElementsAre(500));
  EXPECT_THAT(ticks(3, 3, 5), ElementsAre(3));
}

TEST(LineChart, DrawsACurveASeriesAndADotAPoint) {
  const auto svg = to_svg(LineChart{"Loss", "updates", {{"a", {{1, 3}, {2, 2}}}, {"b", {{1, 4}}}}});
  EXPECT_EQ(count(svg, "<path"), 2u);
  EXPECT_EQ(count(svg, "<circle"), 3u);
}

TEST(LineChart, ValuesThatAreNotFiniteAreLeftOut) {
  const auto svg = to_svg(LineChart{"Loss", "updates", {{"a", {{1, 3}, {2, NAN}, {3, INFINITY}, {4, 2}}}}});
  EXPECT_EQ(count(svg, "<circle"), 2u);
  EXPECT_THAT(svg, AllOf(Not(HasSubstr("nan")), Not(HasSubstr("inf"))));
  EXPECT_EQ(to_svg(LineChart{"Loss", "updates", {{"a", {{1, NAN}}}}}), "");
}

TEST(LineChart, OnePointAndAConstantHaveAPlace) {
  for (const auto& points : {std::vector<std::pair<double, double>>{{5, 2}}, {{5, 0}, {6, 0}}}) {
    const auto svg = to_svg(LineChart{"Loss", "updates", {{"a", points}}});
    EXPECT_THAT(svg, AllOf(HasSubstr("<circle"), Not(HasSubstr("nan"))));
  }
}

TEST(LineChart, ManyPointsAreThinnedOut) {
  Series series{"a", {}};
  for (int i = 0; i < 100000; ++i) series.points.emplace_back(i, i % 7);
  EXPECT_LT(to_svg(LineChart{"Loss", "updates", {series}}).size(), 12000u);
}

TEST(LineChart, NamesAreEscaped) {
  const auto svg = to_svg(LineChart{"<script>", "\"x\"", {{"a", {{1, 2}}}, {"<b>", {{1, 2}}}}});
  EXPECT_THAT(svg, AllOf(Not(HasSubstr("<script")), Not(HasSubstr("<b>")), HasSubstr("&lt;b&gt;")));
}

TEST(BarChart, DrawsABarForWhatOccurs) {
  const auto svg = to_svg(BarChart{"Lengths", "tokens", 1, {{"source", {0, 3, 0, 5}}}});
  EXPECT_EQ(count(svg, "<rect"), 2u);
  EXPECT_EQ(to_svg(BarChart{"Lengths", "tokens", 1, {{"source", {0, 0}}}}), "");
}

}  // namespace
}  // namespace attend
