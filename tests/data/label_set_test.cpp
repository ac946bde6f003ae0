#include "attend/data/label_set.h"

#include "support/expect_error.h"
#include <gmock/gmock.h>

namespace attend {
namespace {

using test::error_of;
using ::testing::AllOf;
using ::testing::ElementsAre;
using ::testing::HasSubstr;

TEST(LabelSet, DiscoversLabelsInAStableOrder) {
  EXPECT_THAT(LabelSet::discover({"no", "yes", "no", "maybe"}).names(), ElementsAre("maybe", "no", "yes"));
  EXPECT_THAT(LabelSet::discover({"10", "2", "-1", "2"}).names(), ElementsAre("-1", "2", "10"));
  EXPECT_THAT(LabelSet::discover({"10", "2", "x"}).names(), ElementsAre("10", "2", "x"));
}

TEST(LabelSet, KeepsGivenLabelsInTheirOrder) {
  const LabelSet labels({"yes", "no"});
  EXPECT_EQ(labels.id("no", ""), 1);
  EXPECT_EQ(labels.name(0), "yes");
}

TEST(LabelSet, KeepsTheOrderInWhichTheSameLabelsAreKnown) {
  EXPECT_THAT(LabelSet::discover({"no", "yes", "no"}, {"yes", "no"}).names(), ElementsAre("yes", "no"));
  EXPECT_THAT(LabelSet::discover({"no", "yes"}, {"yes", "no", "maybe"}).names(), ElementsAre("no", "yes"));
  EXPECT_THAT(LabelSet::discover({"no", "yes"}, {"yes", "maybe"}).names(), ElementsAre("no", "yes"));
}

TEST(LabelSet, RefusesLabelsItDoesNotHave) {
  const LabelSet labels({"entailment", "neutral"});
  EXPECT_THAT(error_of([&] { labels.id("entailmnet", "dev.tsv, line 3"); }),
              AllOf(HasSubstr("dev.tsv, line 3"), HasSubstr("did you mean \"entailment\"?")));
  EXPECT_THAT(error_of([&] { labels.id("x", ""); }), HasSubstr("entailment, neutral"));
}

TEST(LabelSet, RefusesWhatIsNoSet) {
  EXPECT_THAT(error_of([] { LabelSet({"a", "a"}); }), HasSubstr("\"a\" twice"));
  EXPECT_THAT(error_of([] { LabelSet({""}); }), HasSubstr("an empty label"));
}

TEST(LabelSet, DoesNotTakeAColumnOfOtherThingsForLabels) {
  std::vector<std::string> ids;
  for (int i = 0; i < 10'001; ++i) ids.push_back("id" + std::to_string(i));
  EXPECT_THAT(error_of([&] { LabelSet::discover(ids); }),
              AllOf(HasSubstr("10001 different labels, such as \"id0\""), HasSubstr("\"labels\"")));
  ids.pop_back();
  EXPECT_EQ(LabelSet::discover(ids).size(), 10'000);
}

}  // namespace
}  // namespace attend
