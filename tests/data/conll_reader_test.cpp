#include "attend/data/conll_reader.h"

#include <cstdlib>

#include "support/expect_error.h"
#include "support/temp_folder.h"
#include <gmock/gmock.h>

namespace attend {
namespace {

using test::error_of;
using ::testing::AllOf;
using ::testing::ElementsAre;
using ::testing::HasSubstr;

TEST(Conll, ReadsTokensAndTagsOfSentences) {
  const test::TempFolder folder;
  const auto sentences = read_conll(folder.write(
      "a.conll",
      "-DOCSTART- -X- O\r\n\r\nNew York\tB-place\r\nis\tO\r\n\t\r\n\r\nEU NNP I-NP B-org\nrejects V O O"));
  ASSERT_EQ(sentences.size(), 2u);
  EXPECT_THAT(sentences[0].tokens, ElementsAre("New York", "is"));
  EXPECT_THAT(sentences[0].tags, ElementsAre("B-place", "O"));
  EXPECT_EQ(sentences[0].line, 3);
  EXPECT_THAT(sentences[1].tokens, ElementsAre("EU", "rejects"));
  EXPECT_THAT(sentences[1].tags, ElementsAre("B-org", "O"));
  EXPECT_EQ(sentences[1].line, 7);
}

TEST(Conll, RefusesLinesWithoutATag) {
  const test::TempFolder folder;
  for (const char* text : {"a\tO\nword\n", "a\tO\nword\t\n", "a\tO\n\tO\n"}) {
    EXPECT_THAT(error_of([&] { read_conll(folder.write("a.conll", text)); }),
                AllOf(HasSubstr("a.conll, line 2"), HasSubstr("its tag")));
  }
  EXPECT_THAT(error_of([&] { read_conll(folder.write("a.conll", "\n\n")); }), HasSubstr("no sentence"));
}

TEST(Conll, ReadsTheRealFilesWhole) {
  const char* data = std::getenv("ATTEND_DATA");
  if (data == nullptr) GTEST_SKIP() << "needs the folder of real data that ATTEND_DATA names";
  EXPECT_EQ(read_conll(std::filesystem::path(data) / "wnut17/train.conll").size(), 3394u);
  EXPECT_EQ(read_conll(std::filesystem::path(data) / "wnut17/dev.conll").size(), 1009u);
}

}  // namespace
}  // namespace attend
