#include "attend/data/table_reader.h"

#include <cstdlib>

#include "support/expect_error.h"
#include "support/temp_folder.h"
#include <gmock/gmock.h>

namespace attend {
namespace {

std::vector<TableRow> read_table(const TableFile& file, const std::vector<std::string>& columns) {
  std::vector<TableRow> rows;
  const auto reader = open_table(file, columns);
  while (const TableRow* row = reader->next()) rows.push_back(*row);
  return rows;
}

namespace fs = std::filesystem;
using test::error_of;
using ::testing::AllOf;
using ::testing::ElementsAre;
using ::testing::HasSubstr;

class Table : public ::testing::Test {
 protected:
  std::vector<TableRow> read(const std::string& name, std::string_view text, bool header,
                             const std::vector<std::string>& columns) const {
    return read_table({.path = folder_.write(name, text), .header = header}, columns);
  }
  void expect_error(const std::string& name, std::string_view text, const std::vector<std::string>& columns,
                    const std::string& where, const std::string& message) const {
    EXPECT_THAT(error_of([&] { read(name, text, true, columns); }),
                AllOf(HasSubstr((folder_ / name).string() + where), HasSubstr(message)));
  }

  test::TempFolder folder_;
};

TEST_F(Table, TabsSeparateAndQuotesAreText) {
  EXPECT_THAT(read("a.tsv", "one\t1\n\"two\" \"\t2\textra\n\tempty\n", false, {"2", "1"}),
              ElementsAre(TableRow{"1", "one"}, TableRow{"2", "\"two\" \""}, TableRow{"empty", ""}));
}

TEST_F(Table, ColumnsHaveNamesInAFileWithAHeader) {
  EXPECT_THAT(
      read("a.tsv", "\xEF\xBB\xBFQuality\t#1 String\r\n1\tyes\r\n0\tno", true, {"#1 String", "Quality"}),
      ElementsAre(TableRow{"yes", "1"}, TableRow{"no", "0"}));
  EXPECT_THAT(read("a.tsv", "x\ty\n1\t2\n", true, {"2"}), ElementsAre(TableRow{"2"}));
}

TEST_F(Table, EmptyLinesArePassedOver) {
  EXPECT_THAT(read("a.tsv", "\na\tb\n\n\t\nc\td\n\n", false, {"1"}),
              ElementsAre(TableRow{"a"}, TableRow{"c"}));
}

TEST_F(Table, QuotesInCsvHoldCommasQuotesAndLines) {
  EXPECT_THAT(
      read("a.csv", "\"a, b\",\"say \"\"hi\"\"\",1\r\n\"line one\r\n\r\nline three\",,\"\"\nplain \"x\",y,z",
           false, {"1", "2", "3"}),
      ElementsAre(TableRow{"a, b", "say \"hi\"", "1"}, TableRow{"line one\n\nline three", "", ""},
                  TableRow{"plain \"x\"", "y", "z"}));
}

TEST_F(Table, JsonLinesGiveTheirValuesByName) {
  EXPECT_THAT(read("a.jsonl",
                   "{\"text\": \"\\u00e9\\t\", \"label\": 1, \"score\": 2.50}\n\n"
                   "{\"label\": true, \"text\": null, \"score\": \"x\"}\n",
                   false, {"label", "text", "score"}),
              ElementsAre(TableRow{"1", "\u00e9\t", "2.5"}, TableRow{"true", "", "x"}));
}

TEST_F(Table, FormatsAreToldByNameOrGiven) {
  const auto path = folder_.write("data.txt", "a,b\n");
  EXPECT_THAT(read_table({.path = path, .format = TableFormat::csv}, {"2"}), ElementsAre(TableRow{"b"}));
  EXPECT_THAT(error_of([&] { read_table({.path = path}, {"2"}); }), HasSubstr(".tsv, .csv or .jsonl"));
}

TEST_F(Table, SaysWhereARecordBegins) {
  const auto path = folder_.write("a.csv", "a\n\"b\nc\"\nd\n");
  const auto reader = open_table({.path = path}, {"1"});
  std::vector<std::string> places;
  while (reader->next() != nullptr) places.push_back(reader->where().substr(path.string().size()));
  EXPECT_THAT(places, ElementsAre(", line 1", ", line 2", ", line 4"));
}

TEST_F(Table, RefusesRowsWithTooFewFields) {
  expect_error("a.tsv", "x\ty\n1\t2\n3\n", {"x", "y"}, ", line 3", "1 fields");
}

TEST_F(Table, RefusesColumnsThatAreNotThere) {
  expect_error("a.tsv", "sentence\tlabel\na\tb\n", {"sentense"}, ", line 1", "did you mean \"sentence\"?");
  expect_error("a.tsv", "sentence\tlabel\na\tb\n", {"3"}, ", line 2", "2 fields");
  expect_error("a.tsv", "sentence\tlabel\na\tb\n", {"0"}, ", line 1", "no column \"0\"");
  expect_error("a.jsonl", "{\"label\": 1}\n{\"lable\": 1}\n", {"label"}, ", line 2",
               "did you mean \"lable\"?");
  EXPECT_THAT(error_of([&] { read("b.tsv", "a\tb\n", false, {"text"}); }), HasSubstr("header: true"));
  expect_error("a.tsv", "", {"x"}, "", "an empty file");
}

TEST_F(Table, RefusesQuotesThatDoNotFit) {
  expect_error("a.csv", "x,y\n1,\"open\n2,3\n", {"x"}, ", line 2", "does not close");
  expect_error("a.csv", "x,y\n\"a\"b,2\n", {"x"}, ", line 2", "text after the closing quote");
}

TEST_F(Table, RefusesLinesThatAreNoObjects) {
  expect_error("a.jsonl", "{\"x\": 1}\n{\"x\": \n", {"x"}, ", line 2, byte 7", "the end of the text");
  expect_error("a.jsonl", "{\"x\": 1, \"x\": 2}\n", {"x"}, ", line 1", "a second time");
  expect_error("a.tsv", "x\tx\n", {"x"}, ", line 1", "more than once");
  expect_error("a.jsonl", "[1]\n", {"x"}, ", line 1", "no JSON object");
  expect_error("a.jsonl", "{\"x\": [1]}\n", {"x"}, ", line 1", "\"x\": [1]");
}

TEST_F(Table, ReadsTheRealFilesWhole) {
  const char* data = std::getenv("ATTEND_DATA");
  if (data == nullptr) GTEST_SKIP() << "needs the folder of real data that ATTEND_DATA names";
  const auto rows = [&](const char* name, bool header, const std::vector<std::string>& columns) {
    return read_table({.path = fs::path(data) / name, .header = header}, columns);
  };
  EXPECT_EQ(rows("sst2/train.tsv", false, {"1", "2"}).size(), 6920u);
  EXPECT_EQ(rows("sst2/dev.tsv", false, {"1", "2"}).size(), 872u);
  EXPECT_EQ(rows("cola/train.tsv", false, {"4", "2"}).size(), 8551u);
  EXPECT_EQ(rows("cola/dev.tsv", false, {"4", "2"}).size(), 527u);
  const auto pairs = rows("mrpc/train.tsv", true, {"Quality", "#1 String", "#2 String"});
  ASSERT_EQ(pairs.size(), 4076u);
  EXPECT_THAT(pairs[0][1], HasSubstr("\"the witness\""));
  EXPECT_EQ(rows("stsb/train.csv", false, {"1", "2", "3"}).size(), 5749u);
  EXPECT_EQ(rows("stsb/dev.csv", false, {"1", "2", "3"}).size(), 1500u);
  EXPECT_EQ(rows("sick/train.tsv", true, {"sentence_A", "entailment_judgment"}).size(), 4500u);
  EXPECT_EQ(rows("sick/dev.tsv", true, {"sentence_A", "entailment_judgment"}).size(), 500u);
}

TEST_F(Table, ARowWithMoreFieldsThanTheHeaderIsRefused) {
  const auto path = folder_.write("a.csv", "text,label\nThe soup was good, and warm,good\n");
  EXPECT_THAT(error_of([&] {
                read_table({.path = path, .header = true}, {"text", "label"});
              }),
              AllOf(HasSubstr("a.csv, line 2"), HasSubstr("3 fields"), HasSubstr("needs quotes")));
}

}  // namespace
}  // namespace attend
