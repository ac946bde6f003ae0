#include "attend/tasks/prediction_lines.h"

#include "support/expect_error.h"
#include <gmock/gmock.h>

#include "attend/core/error.h"

namespace attend {
namespace {

using testing::AllOf;
using testing::ElementsAre;
using testing::HasSubstr;

const PredictionFields pair_fields = {{"text", "text_pair"}, 1};
const PredictionFields question_fields = {{"question", "context"}, 2};
const PredictionFields tag_fields = {{"text"}, 1};

std::vector<std::string> read_line(const LineOptions& options, const PredictionFields& fields,
                                   const std::string& line) {
  return PredictionLines(options, fields).read(line, "line 1")->texts;
}

TEST(PredictionLines, ALineIsATextAFieldOrAKey) {
  EXPECT_THAT(read_line({}, pair_fields, "a\tb"), ElementsAre("a\tb"));
  EXPECT_THAT(read_line({.format = LineFormat::tsv}, pair_fields, "a"), ElementsAre("a"));
  EXPECT_THAT(test::error_of([] { read_line({.format = LineFormat::tsv}, pair_fields, "a\tb"); }),
              testing::HasSubstr("--columns"));
  EXPECT_THAT(read_line({.format = LineFormat::tsv}, question_fields, "a\tb"), ElementsAre("a", "b"));
  EXPECT_THAT(read_line({.format = LineFormat::tsv, .columns = {"3", "1"}}, pair_fields, "a\tb\tc"),
              ElementsAre("c", "a"));
  const LineOptions json{.format = LineFormat::jsonl};
  EXPECT_THAT(read_line(json, pair_fields, R"({"text": "a"})"), ElementsAre("a"));
  EXPECT_THAT(read_line(json, pair_fields, R"({"text_pair": "b", "text": "a"})"), ElementsAre("a", "b"));
  EXPECT_THAT(read_line(json, pair_fields, R"({"text": 3, "text_pair": null})"), ElementsAre("3", ""));
  EXPECT_THAT(read_line({.format = LineFormat::jsonl, .columns = {"x"}}, pair_fields, R"({"x": "a"})"),
              ElementsAre("a"));
}

TEST(PredictionLines, AHeaderNamesColumns) {
  PredictionLines lines({.format = LineFormat::tsv, .header = true, .columns = {"b", "1"}}, pair_fields);
  EXPECT_FALSE(lines.read("a\tb", "line 1"));
  EXPECT_THAT(lines.read("x\ty", "line 2")->texts, ElementsAre("y", "x"));
}

TEST(PredictionLines, ARowOfCsvMayTakeSeveralLines) {
  PredictionLines lines({.format = LineFormat::csv, .header = true, .columns = {"text"}}, pair_fields);
  EXPECT_FALSE(lines.read("\"id\",text", "line 1"));
  EXPECT_THAT(lines.read("1,\"a, \"\"b\"\"\"", "line 2")->texts, ElementsAre("a, \"b\""));
  EXPECT_FALSE(lines.read("2,\"one", "line 3"));
  EXPECT_THAT(lines.read("two\"", "line 4")->texts, ElementsAre("one\ntwo"));
  EXPECT_THAT(test::error_of([&] { lines.read("3", "line 5"); }),
              AllOf(HasSubstr("line 5"), HasSubstr("separated by commas")));
  lines.finish();
  EXPECT_FALSE(lines.read("4,\"open", "line 6"));
  EXPECT_THAT(test::error_of([&] { lines.finish(); }), AllOf(HasSubstr("line 6"), HasSubstr("close")));
}

TEST(PredictionLines, TokensAreWords) {
  const auto input =
      PredictionLines({.format = LineFormat::jsonl}, tag_fields).read(R"({"tokens": ["a", "b"]})", "line 1");
  EXPECT_THAT(*input->words, ElementsAre("a", "b"));
}

TEST(PredictionLines, WhatIsNotThereIsNamed) {
  const auto error = [](const LineOptions& options, const PredictionFields& fields, const std::string& line) {
    return test::error_of([&] { read_line(options, fields, line); });
  };
  EXPECT_THAT(error({.format = LineFormat::tsv, .columns = {"3"}}, pair_fields, "a\tb"),
              AllOf(HasSubstr("line 1"), HasSubstr("2 fields")));
  EXPECT_THAT(error({.format = LineFormat::jsonl}, pair_fields, R"({"txt": "a"})"),
              HasSubstr("a key of that name"));
  EXPECT_THAT(error({.format = LineFormat::jsonl, .columns = {"a", "second"}}, pair_fields,
                    R"({"a": "x", "secnd": "y"})"),
              AllOf(HasSubstr("no \"second\""), HasSubstr("did you mean \"secnd\"?")));
  EXPECT_THAT(error({.format = LineFormat::jsonl}, pair_fields, R"({"text": ["a"]})"),
              HasSubstr("a text or a number"));
  EXPECT_THAT(error({.format = LineFormat::jsonl}, pair_fields, "[1]"), HasSubstr("no JSON object"));
  EXPECT_THAT(error({.format = LineFormat::jsonl}, pair_fields, "{\"text\": \"a\",}"),
              HasSubstr("line 1, byte 14"));
  EXPECT_THAT(error({.format = LineFormat::jsonl}, tag_fields, R"({"tokens": ["a", 1]})"),
              HasSubstr("a list of words"));
  EXPECT_THAT(error({.format = LineFormat::jsonl}, tag_fields, R"({"tokens": "a b"})"),
              AllOf(HasSubstr("\"tokens\": \"a b\""), HasSubstr("a list of words")));
  EXPECT_THAT(error({}, question_fields, "a"), HasSubstr("question and context"));
  EXPECT_THAT(error({.format = LineFormat::tsv, .columns = {"name"}}, pair_fields, "a"),
              HasSubstr("--header"));
  EXPECT_THAT(error({.header = true}, pair_fields, "a"), HasSubstr("tsv"));
  EXPECT_THAT(error({.format = LineFormat::tsv, .columns = {"1"}}, question_fields, "a"),
              HasSubstr("one for each of question, context"));
  EXPECT_THAT(error({.columns = {"1"}}, pair_fields, "a"), HasSubstr("--columns with lines of text"));
  PredictionLines rows({.format = LineFormat::csv, .header = true, .columns = {"text"}}, pair_fields);
  rows.read("text,label", "line 1");
  EXPECT_THAT(test::error_of([&] { rows.read("good, and warm,good", "line 2"); }), HasSubstr("needs quotes"));
  PredictionLines lines({.format = LineFormat::tsv, .header = true, .columns = {"sentense"}}, pair_fields);
  EXPECT_THAT(test::error_of([&] { lines.read("id\tsentence", "line 1"); }),
              HasSubstr("did you mean \"sentence\"?"));
}

}  // namespace
}  // namespace attend
