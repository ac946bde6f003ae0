#include "attend/data/pair_reader.h"

#include <limits>

#include "support/temp_folder.h"
#include <gmock/gmock.h>

#include "attend/core/error.h"

namespace attend {
namespace {

using ::testing::AllOf;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::Pair;
using ::testing::ThrowsMessage;

std::vector<std::pair<std::string, std::string>> read_all(const ParallelFiles& files) {
  std::vector<std::pair<std::string, std::string>> pairs;
  const auto reader = open_pairs(files);
  while (const auto pair = reader->next()) pairs.emplace_back(pair->source, pair->target);
  return pairs;
}

TEST(TwoFiles, ArePairedLineByLineAndInOrder) {
  const test::TempFolder folder;
  ParallelFiles files;
  files.source = {folder.write("1.de", "eins\nzwei\n"), folder.write("2.de", "drei")};
  files.target = {folder.write("1.en", "one\r\ntwo"), folder.write("2.en", "three\n")};
  EXPECT_THAT(read_all(files), ElementsAre(Pair("eins", "one"), Pair("zwei", "two"), Pair("drei", "three")));
}

TEST(TwoFiles, SayWhereAPairStands) {
  const test::TempFolder folder;
  ParallelFiles files;
  files.source = {folder.write("1.de", "eins\n"), folder.write("2.de", "zwei\ndrei\n")};
  files.target = {folder.write("1.en", "one\n"), folder.write("2.en", "two\nthree\n")};
  const auto reader = open_pairs(files);
  for (int i = 0; i < 3; ++i) ASSERT_TRUE(reader->next());
  EXPECT_EQ(reader->where(), (folder / "2.de").string() + " and " + (folder / "2.en").string() + ", line 2");
}

TEST(TwoFiles, OfUnequalLengthAreRefusedWithBothCounts) {
  const test::TempFolder folder;
  ParallelFiles files;
  files.source = {folder.write("a.de", "1\n2\n")};
  files.target = {folder.write("a.en", "1\n2\n3\n4\n5\n")};
  const auto both = AllOf(HasSubstr("a.de"), HasSubstr("a.en"));
  EXPECT_THAT([&] { read_all(files); }, ThrowsMessage<Error>(AllOf(both, HasSubstr("2 lines and 5 lines"))));
  std::swap(files.source, files.target);
  EXPECT_THAT([&] { read_all(files); }, ThrowsMessage<Error>(AllOf(both, HasSubstr("5 lines and 2 lines"))));
}

TEST(TwoFiles, OfWhichOneIsEmptyAreRefused) {
  const test::TempFolder folder;
  ParallelFiles files;
  files.source = {folder.write("a.de", "")};
  files.target = {folder.write("a.en", "one\n")};
  const auto empty = ThrowsMessage<Error>(AllOf(HasSubstr("a.de"), HasSubstr("an empty file")));
  EXPECT_THAT([&] { read_all(files); }, empty);
  files.target = {folder.write("b.en", "")};
  EXPECT_THAT([&] { read_all(files); }, empty);
}

TEST(TwoFiles, ListsOfUnequalLengthAreRefused) {
  const test::TempFolder folder;
  ParallelFiles files;
  files.source = {folder.write("a.de", "1\n"), folder.write("b.de", "2\n")};
  files.target = {folder.write("a.en", "1\n")};
  EXPECT_THAT([&] { open_pairs(files); }, ThrowsMessage<UsageError>(HasSubstr("2 source and 1 target")));
}

TEST(TabSeparated, GivesTheColumnsAskedFor) {
  const test::TempFolder folder;
  ParallelFiles files;
  files.tsv = {folder.write("a.tsv", "one\teins\nt \"wo\t zwei \textra\n"),
               folder.write("b.tsv", "three\tdrei")};
  EXPECT_THAT(read_all(files),
              ElementsAre(Pair("one", "eins"), Pair("t \"wo", " zwei "), Pair("three", "drei")));
  files.tsv = {folder.write("c.tsv", "7\tone\teins\n8\ttwo\tzwei\n")};
  files.source_column = 3;
  files.target_column = 2;
  EXPECT_THAT(read_all(files), ElementsAre(Pair("eins", "one"), Pair("zwei", "two")));
}

TEST(TabSeparated, ALineWithTooFewFieldsIsRefusedOrDropped) {
  const test::TempFolder folder;
  ParallelFiles files;
  files.tsv = {folder.write("a.tsv", "one\teins\ntwo\n\nthree\tdrei\n")};
  EXPECT_THAT([&] { read_all(files); },
              ThrowsMessage<Error>(AllOf(HasSubstr("a.tsv, line 2"), HasSubstr("1 tab-separated field"))));
  files.short_lines = ShortLines::drop;
  const auto reader = open_pairs(files);
  int pairs = 0;
  while (reader->next()) ++pairs;
  EXPECT_EQ(pairs, 2);
  EXPECT_EQ(reader->dropped(), 2);
}

TEST(TabSeparated, AnEmptyFileIsRefused) {
  const test::TempFolder folder;
  ParallelFiles files;
  files.tsv = {folder.write("a.tsv", "one\teins\n"), folder.write("b.tsv", "")};
  EXPECT_THAT([&] { read_all(files); },
              ThrowsMessage<Error>(AllOf(HasSubstr("b.tsv"), HasSubstr("an empty file"))));
}

TEST(Pairs, StopAtTheLimit) {
  const test::TempFolder folder;
  ParallelFiles files;
  files.tsv = {folder.write("a.tsv", "one\teins\ntwo\tzwei\nbroken")};
  files.limit = 2;
  EXPECT_EQ(read_all(files).size(), 2);
  files.limit = 10;
  files.short_lines = ShortLines::drop;
  EXPECT_EQ(read_all(files).size(), 2);
}

TEST(PairReader, SkipLeavesOutTheFirstPairs) {
  const test::TempFolder folder;
  ParallelFiles files;
  files.tsv = {folder.write("a.tsv", "one\teins\ntwo\tzwei\nthree\tdrei\n")};
  files.skip = 1;
  EXPECT_EQ(read_all(files).size(), 2);
  files.limit = 1;
  ASSERT_EQ(read_all(files).size(), 1);
  EXPECT_EQ(read_all(files).front().first, "two");
  for (const int64_t all : {int64_t{3}, std::numeric_limits<int64_t>::max()}) {
    files.skip = all;
    EXPECT_THAT([&] { read_all(files); }, testing::ThrowsMessage<Error>(testing::AllOf(
                                              HasSubstr("data.train.skip"), HasSubstr("3 pairs"))));
  }
}

}  // namespace
}  // namespace attend
