#include "attend/data/question_data.h"

#include "example_wordpiece.h"
#include "support/expect_error.h"
#include "support/temp_folder.h"
#include <gmock/gmock.h>

#include "attend/config/load.h"

namespace attend {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;

class QuestionDataTest : public testing::Test {
 protected:
  void write_squad(const std::string& questions) const {
    folder.write("a.json", R"({"data": [{"paragraphs": [{"context": "The cats sleep in Paris.", "qas": [)" +
                               questions + "]}]}]}");
  }
  QuestionDataOptions options(int64_t max_length = 20) const {
    QuestionDataOptions options;
    options.train.files = {folder / "a.json"};
    options.max_length = max_length;
    options.stride = 1;
    return options;
  }
  QuestionWindows load_train(const QuestionDataOptions& options) const {
    return load_question_windows(options.train, options, test::example_wordpiece(),
                                 TokenCache(folder / "cache"));
  }

  test::TempFolder folder;
};

constexpr const char* where =
    R"({"id": "1", "question": "where?", "answers": [{"text": "in Paris", "answer_start": 15}]})";
constexpr const char* impossible = R"({"id": "2", "question": "the?", "is_impossible": true, "answers": []})";

std::vector<int32_t> places(const QuestionWindows& windows, int64_t example) {
  const auto ids = windows.store.ids(example, 1);
  return {ids.begin(), ids.end()};
}

TEST_F(QuestionDataTest, KeepsWhereAnswersAre) {
  write_squad(std::string(where) + "," + impossible);
  const auto windows = load_train(options());
  ASSERT_EQ(windows.store.size(), 2);
  EXPECT_THAT(places(windows, 0), ElementsAre(4, 8, 9));
  EXPECT_THAT(places(windows, 1), ElementsAre(4, 0, 0));
}

TEST_F(QuestionDataTest, ALongContextBecomesSeveralWindows) {
  write_squad(where);
  const auto windows = load_train(options(9));
  ASSERT_EQ(windows.store.size(), 2);
  EXPECT_THAT(places(windows, 0), ElementsAre(4, 0, 0));
  EXPECT_THAT(places(windows, 1), ElementsAre(4, 5, 6));
}

TEST_F(QuestionDataTest, QuestionsCanBeLeftOut) {
  write_squad(std::string(where) + "," + impossible);
  auto some = options();
  some.train.skip = 1;
  const auto questions = read_questions(some.train);
  ASSERT_EQ(questions.size(), 1u);
  EXPECT_EQ(questions[0].id, "2");
  EXPECT_EQ(questions[0].context, "The cats sleep in Paris.");
  EXPECT_EQ(load_train(some).store.size(), 1);
}

TEST_F(QuestionDataTest, AnAnswerThatIsNotInItsContextIsNamed) {
  write_squad(R"({"id": "1", "question": "where?", "answers": [{"text": "in Rome", "answer_start": 15}]})");
  EXPECT_THAT(test::error_of([&] { load_train(options()); }), HasSubstr("a.json, data[0], paragraphs[0]"));
}

TEST_F(QuestionDataTest, AStrideNeedsRoom) {
  auto loaded =
      load(question_data_schema(), R"({"train": {"files": "a"}, "max_length": 80, "stride": 20})", "x");
  EXPECT_THAT(test::error_of([&] { loaded.problems.throw_if_any(); }), HasSubstr("stride"));
}

}  // namespace
}  // namespace attend
