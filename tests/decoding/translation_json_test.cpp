#include "attend/decoding/translation_json.h"

#include "support/expect_error.h"
#include <gmock/gmock.h>

#include "attend/core/error.h"

namespace attend {
namespace {

TEST(TranslationJson, ReadsARequestBesideWhatIsAskedOfAll) {
  const auto request = parse_request(R"({"source": "ein Hund", "must": ["dog"]})", "line 3",
                                     {.prefix = "A", .must = {"brown"}, .must_not = {"cat"}});
  EXPECT_EQ(request.source, "ein Hund");
  EXPECT_EQ(request.prefix, "A");
  EXPECT_THAT(request.must, testing::ElementsAre("dog", "brown"));
  EXPECT_THAT(request.must_not, testing::ElementsAre("cat"));
}

TEST(TranslationJson, SaysWhereARequestIsWrong) {
  EXPECT_THAT(test::error_of([] { parse_request(R"({"sorce": "ein Hund"})", "line 3", {}); }),
              testing::AllOf(testing::HasSubstr("line 3"), testing::HasSubstr("source")));
}

}  // namespace
}  // namespace attend
