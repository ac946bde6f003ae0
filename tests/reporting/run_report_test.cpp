#include "attend/reporting/run_report.h"

#include <gmock/gmock.h>

#include "attend/reporting/html.h"

namespace attend {
namespace {

using testing::AllOf;
using testing::HasSubstr;
using testing::Not;

const std::string hostile = "</td><script>alert('x')</script>\"&\x01";

TEST(Html, EscapesWhatHasAMeaning) {
  EXPECT_EQ(escape_html("a<b> & \"c\" 'd'\n"), "a&lt;b&gt; &amp; &quot;c&quot; &#39;d&#39;\n");
  EXPECT_EQ(escape_html(std::string("\x01\0é", 4)), "\uFFFD\uFFFDé");
}

TEST(Html, AddressesOfImagesAreBase64) {
  EXPECT_EQ(png_address(""), "data:image/png;base64,");
  EXPECT_EQ(png_address("M"), "data:image/png;base64,TQ==");
  EXPECT_EQ(png_address("Ma"), "data:image/png;base64,TWE=");
  EXPECT_EQ(png_address("Man"), "data:image/png;base64,TWFu");
  EXPECT_EQ(png_address("\xff\xff\xff"), "data:image/png;base64,////");
}

TEST(RunReport, EscapesEveryTextOfTheRun) {
  RunReport report;
  report.name = hostile;
  report.config = {{hostile, hostile}, {"list", {hostile}}};
  report.log.validations.push_back({.updates = 1, .scores = {{hostile, 2.0}}, .best = true});
  report.environment = {{hostile, hostile}};
  report.notes = {hostile};
  report.samples = {{hostile, hostile, hostile}};
  CorpusSide side;
  side.lengths = {0, 1};
  side.frequent = {{hostile, 3}};
  report.corpora = {{hostile, 1, side, side}};
  const auto html = to_html(report);
  EXPECT_THAT(html, AllOf(Not(HasSubstr("<script")), HasSubstr("&lt;script"), Not(HasSubstr("\x01"))));
}

TEST(RunReport, NeedsNothingElse) {
  RunReport report;
  report.log.updates.push_back({.updates = 1, .loss = 2});
  report.samples = {{"a", "b", "c", "png"}};
  const auto html = to_html(report);
  EXPECT_THAT(html, AllOf(Not(HasSubstr("src=\"http")), Not(HasSubstr("href=")), Not(HasSubstr("@import")),
                          Not(HasSubstr("<script")), HasSubstr("src=\"data:image/png;base64,")));
}

TEST(RunReport, MarksWhatDiffersFromTheDefaults) {
  RunReport report;
  report.config = {{"model", {{"d_model", 64}, {"dropout", 0.1}}}};
  report.defaults = {{"model", {{"d_model", 512}, {"dropout", 0.1}}}};
  const auto html = to_html(report);
  EXPECT_THAT(html, HasSubstr("<tr class=\"changed\"><th>model.d_model</th><td>64</td><td>512</td></tr>"));
  EXPECT_THAT(html, HasSubstr("<tr><th>model.dropout</th><td>0.1</td><td></td></tr>"));
}

TEST(RunReport, AnEmptyRunHasAPage) {
  const auto html = to_html({});
  EXPECT_THAT(html, AllOf(HasSubstr("has not ended"), HasSubstr("</html>"), Not(HasSubstr("<svg"))));
}

}  // namespace
}  // namespace attend
