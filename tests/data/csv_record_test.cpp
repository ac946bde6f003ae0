#include "attend/data/csv_record.h"

#include "support/expect_error.h"
#include <gmock/gmock.h>

namespace attend {
namespace {

using testing::AllOf;
using testing::ElementsAre;
using testing::HasSubstr;

TEST(CsvRecord, AFieldInQuotesHoldsCommasQuotesAndLines) {
  CsvRecord record;
  EXPECT_TRUE(record.add("a,\"b, \"\"c\"\"\",,", "line 1"));
  EXPECT_THAT(record.fields(), ElementsAre("a", "b, \"c\"", "", ""));
  EXPECT_FALSE(record.add("\"one", "line 2"));
  EXPECT_FALSE(record.add("", "line 3"));
  EXPECT_TRUE(record.add("two\",x", "line 4"));
  EXPECT_THAT(record.fields(), ElementsAre("one\n\ntwo", "x"));
  EXPECT_EQ(record.where(), "line 2");
  EXPECT_TRUE(record.add("", "line 5"));
  EXPECT_THAT(record.fields(), ElementsAre(""));
  EXPECT_TRUE(record.add("\"\"", "line 6"));
  EXPECT_THAT(record.fields(), ElementsAre(""));
}

TEST(CsvRecord, QuotesThatDoNotFitAreNamedWithTheirFirstLine) {
  CsvRecord record;
  EXPECT_THAT(test::error_of([&] { record.add("\"a\"b,c", "line 1"); }),
              AllOf(HasSubstr("line 1"), HasSubstr("text after the closing quote of \"a\"")));
  CsvRecord open;
  open.finish();
  EXPECT_FALSE(open.add("x,\"y", "line 2"));
  EXPECT_FALSE(open.add("z", "line 3"));
  EXPECT_THAT(test::error_of([&] { open.finish(); }),
              AllOf(HasSubstr("line 2"), HasSubstr("does not close")));
}

TEST(CsvRecord, AQuoteByMistakeDoesNotGatherTheFile) {
  CsvRecord record;
  const std::string line(1 << 20, 'x');
  EXPECT_FALSE(record.add("a,\"" + line, "line 7"));
  const auto message = test::error_of([&] {
    for (int i = 0; i < 8; ++i) record.add(line, "line 8");
  });
  EXPECT_THAT(message, AllOf(HasSubstr("line 7"), HasSubstr("does not close within 8388608 bytes")));
}

}  // namespace
}  // namespace attend
