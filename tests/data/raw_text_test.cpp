#include "attend/data/raw_text.h"

#include "support/temp_folder.h"
#include <gmock/gmock.h>

namespace attend {
namespace {

using testing::ElementsAre;
using Documents = std::vector<std::vector<std::string>>;

Documents read_all(std::vector<std::filesystem::path> files, const RawTextOptions& options) {
  DocumentReader reader(std::move(files), options);
  Documents documents;
  while (auto document = reader.next()) documents.push_back(std::move(*document));
  return documents;
}

std::vector<std::string> at_punctuation(std::string_view line) {
  return split_sentences(line, SentenceEnd::punctuation);
}

TEST(SplitSentences, AtPunctuationWithTheQuotesAndBracketsBehindIt) {
  EXPECT_THAT(at_punctuation("It rains. Does it? \"Yes!\" (So she said.) End"),
              ElementsAre("It rains.", "Does it?", "\"Yes!\"", "(So she said.)", "End"));
  EXPECT_THAT(at_punctuation("a b . C d . "), ElementsAre("a b .", "C d ."));
  EXPECT_THAT(at_punctuation("Wait... What?! Nothing."), ElementsAre("Wait...", "What?!", "Nothing."));
  EXPECT_THAT(at_punctuation("\u4eca\u65e5\u306f\u3002\u660e\u65e5\u306f\uff01"),
              ElementsAre("\u4eca\u65e5\u306f\u3002", "\u660e\u65e5\u306f\uff01"));
}

TEST(SplitSentences, NotAtInitialsNumbersNamesAndBeforeSmallLetters) {
  EXPECT_THAT(at_punctuation("J. Smith paid 3.50 for H. americanus at a.b.com."),
              ElementsAre("J. Smith paid 3.50 for H. americanus at a.b.com."));
  EXPECT_THAT(at_punctuation("  "), ElementsAre());
}

TEST(SplitSentences, AsTheLecturesDo) {
  EXPECT_THAT(split_sentences(" a b . c . d . \n", SentenceEnd::spaced_dot), ElementsAre("a b", "c", "d ."));
  EXPECT_THAT(split_sentences(" a b. c ", SentenceEnd::line), ElementsAre("a b. c"));
}

TEST(DocumentReader, DocumentsEndAtEmptyLinesAndWithTheirFile) {
  const test::TempFolder folder;
  const auto first = folder.write("1", "One. Two.\nthree\n \t\n\nFour.\n"),
             second = folder.write("2", "Five.");
  EXPECT_EQ(read_all({first, second}, {}), (Documents{{"One.", "Two.", "three"}, {"Four."}, {"Five."}}));
}

TEST(DocumentReader, DocumentsBeginAtTitlesAsInWikiText) {
  const test::TempFolder folder;
  const auto file = folder.write(
      "1", " \n = Lobster = \n \n It is red . \n \n = = Life = = \n \n It swims . \n = Crab = \n x \n");
  EXPECT_EQ(read_all({file}, {.documents = DocumentEnd::heading}),
            (Documents{{"It is red .", "It swims ."}, {"x"}}));
}

TEST(DocumentReader, ShortDocumentsAreLeftOut) {
  const test::TempFolder folder;
  const auto file = folder.write("1", "a . b\nonly one\n\nc . d . e\n");
  const RawTextOptions lectures{DocumentEnd::line, SentenceEnd::spaced_dot, /*min_sentences=*/2};
  EXPECT_EQ(read_all({file}, lectures), (Documents{{"a", "b"}, {"c", "d", "e"}}));
}

}  // namespace
}  // namespace attend
