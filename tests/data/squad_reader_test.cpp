#include "attend/data/squad_reader.h"

#include "support/expect_error.h"
#include "support/temp_folder.h"
#include <gmock/gmock.h>

namespace attend {
namespace {

using test::error_of;
using ::testing::AllOf;
using ::testing::HasSubstr;

std::string with_questions(const std::string& questions) {
  return R"({"version": "2.0", "data": [{"title": "t", "paragraphs": [
    {"context": "Caf\u00e9 Zo\u00eb is in Z\u00fcrich.", "qas": [)" +
         questions + R"(]}, {"context": "Nothing asked.", "qas": []}]}]})";
}

TEST(Squad, ReadsContextsQuestionsAndAnswers) {
  const test::TempFolder folder;
  const SquadData data = read_squad(folder.write("a.json", with_questions(R"(
    {"id": "1", "question": "Where?", "answers": [{"text": "Z\u00fcrich", "answer_start": 15},
                                                  {"text": "in Z\u00fcrich", "answer_start": 12}]},
    {"id": "2", "question": "Why?", "answers": [], "is_impossible": true})")));
  ASSERT_EQ(data.contexts.size(), 2u);
  ASSERT_EQ(data.questions.size(), 2u);
  EXPECT_EQ(data.questions[0].question, "Where?");
  EXPECT_EQ(data.questions[0].context, 0u);
  ASSERT_EQ(data.questions[0].answers.size(), 2u);
  EXPECT_EQ(data.questions[0].answers[0].text, "Z\u00fcrich");
  EXPECT_EQ(data.questions[0].answers[0].begin, 15);
  EXPECT_EQ(data.questions[1].id, "2");
  EXPECT_TRUE(data.questions[1].answers.empty());
}

TEST(Squad, RefusesAnswersThatAreNotInTheirContext) {
  const test::TempFolder folder;
  for (const char* start : {"14", "-1", "1000000"}) {
    const auto path = folder.write("a.json", with_questions(R"({"id": "1", "question": "Where?",
        "answers": [{"text": "Z\u00fcrich", "answer_start": )" +
                                                            std::string(start) + "}]}"));
    EXPECT_THAT(error_of([&] { read_squad(path); }),
                AllOf(HasSubstr("a.json, data[0], paragraphs[0], qas[0], answers[0]"),
                      HasSubstr("of question \"1\""), HasSubstr("an answer that is in its context")));
  }
}

TEST(Squad, RefusesFilesOfAnotherMake) {
  const test::TempFolder folder;
  const auto expect = [&](const std::string& text, const std::string& message) {
    EXPECT_THAT(error_of([&] { read_squad(folder.write("a.json", text)); }),
                AllOf(HasSubstr("a.json"), HasSubstr(message)));
  };
  expect("[]", "no \"data\"");
  expect(R"({"data": 3})", "of type number");
  expect(R"({"data": []})", "no question");
  expect(R"({"data": [{"paragraphs": [{"qas": []}]}]})", "no \"context\"");
  expect(with_questions(R"({"id": 7, "question": "?"})"), "\"id\" of type number");
  expect(with_questions(R"({"id": "7", "question": "?"})"), "no \"answers\"");
  expect(R"({"data": [)", "a.json:1:11");
}

}  // namespace
}  // namespace attend
