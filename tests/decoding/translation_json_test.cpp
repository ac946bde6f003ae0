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

TEST(TranslationJson, AWrongLineIsNoMistakeOfTheCommand) {
  const auto parts = test::parts_of([] { parse_request(R"({"source": 5})", "f.json, line 3", {}); });
  EXPECT_EQ(parts.operation, "reading a sentence to translate");
  EXPECT_EQ(parts.where, "f.json, line 3: source");
  for (const std::string line : {R"({"source": 5})", "no JSON"}) {
    try {
      parse_request(line, "f.json, line 3", {});
      ADD_FAILURE() << line;
    } catch (const Error& error) {
      EXPECT_EQ(error.exit_code(), 1) << line;
      EXPECT_EQ(error.parts().operation, "reading a sentence to translate");
    }
  }
}

TEST(TranslationJson, RefusesWhatCannotBeMet) {
  const auto error = [](const std::string& line) {
    return test::error_of([&] { parse_request(line, "line 3", {}); });
  };
  EXPECT_THAT(error(R"({"source": "a", "must": [""]})"), testing::HasSubstr("an empty phrase"));
  EXPECT_THAT(error(R"({"source": "a", "must": ["cat"], "must_not": ["cat"]})"),
              testing::HasSubstr("must_not too"));
  EXPECT_THAT(error(R"({"source": "a\u0000b"})"), testing::HasSubstr("NUL"));
}

}  // namespace
}  // namespace attend
