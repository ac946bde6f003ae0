#include "small_bert_runs.h"
#include "support/expect_error.h"
#include <gmock/gmock.h>

#include "attend/tasks/answer_predictor.h"
#include "attend/tasks/factory.h"
#include "attend/tasks/question_answering_task.h"
#include "attend/training/trainer.h"

namespace attend {
namespace {

using testing::HasSubstr;

// Two windows over a context of six pieces, each two code points long, with logits of zero.
struct TwoWindows {
  TwoWindows() {
    for (uint32_t piece = 0; piece < 6; ++piece) question.context.push_back({10, 3 * piece, 3 * piece + 2});
    question.windows = {{{2, 5, 3, 10, 10, 10, 10, 3}, 3, 0}, {{2, 5, 3, 10, 10, 10, 10, 3}, 3, 2}};
    logits = {torch::zeros({8, 2}), torch::zeros({8, 2})};
  }

  PreparedQuestion question;
  WindowLogits logits;
};

TEST(AnswerFinder, TakesTheBestStretchOfAllWindows) {
  TwoWindows two;
  two.logits[0][3][0] = 2;
  two.logits[0][4][1] = 1;
  two.logits[1][5][0] = 3;  // the fifth piece of the context
  two.logits[1][6][1] = 2;
  const auto found = find_answer(two.question, two.logits, {});
  EXPECT_EQ(found.begin, 12);
  EXPECT_EQ(found.end, 17);
  EXPECT_NEAR(found.score, std::exp(3.0) / (std::exp(3.0) + 7) * std::exp(2.0) / (std::exp(2.0) + 7), 1e-6);
}

TEST(AnswerFinder, StaysWithinTheContextTheLengthAndTheOrder) {
  TwoWindows two;
  two.logits[0][1][0] = 9;  // in the question
  two.logits[0][7][1] = 9;  // [SEP]
  two.logits[0][6][0] = 2;  // behind the end
  two.logits[0][3][1] = 2;
  two.logits[1][3][0] = 1.5;
  two.logits[1][6][1] = 1.5;
  EXPECT_EQ(find_answer(two.question, two.logits, {.max_answer_length = 4}).end, 17);
  const auto shorter = find_answer(two.question, two.logits, {.max_answer_length = 2});
  EXPECT_LE(shorter.end - shorter.begin, 5);
}

TEST(AnswerFinder, StaysWithinTheContextWhereNoLogitIsANumber) {
  TwoWindows two;
  for (auto& logits : two.logits) logits.fill_(std::numeric_limits<float>::quiet_NaN());
  const auto found = find_answer(two.question, two.logits, {.max_answer_length = longest_answer});
  EXPECT_GE(found.begin, 0);
  EXPECT_LE(found.begin, found.end);
}

TEST(AnswerFinder, FindsNoneWhereThatIsLikelier) {
  TwoWindows two;
  two.logits[0][0][0] = two.logits[0][0][1] = 5;
  two.logits[1][0][0] = two.logits[1][0][1] = 1;
  two.logits[1][4][0] = 1.5;
  EXPECT_EQ(find_answer(two.question, two.logits, {.no_answer = true}).end, 0);
  EXPECT_GT(find_answer(two.question, two.logits, {.no_answer = false}).end, 0);
  two.logits[1][4][1] = 1;  // 2.5 against 2, the smaller of the windows
  EXPECT_EQ(find_answer(two.question, two.logits, {.no_answer = true}).begin, 9);
}

class QuestionAnswering : public testing::Test {
 protected:
  Scores train() const {
    const auto config =
        runs.answers({"training.duration=80 updates", R"(validation.metrics=["exact_match","f1"])"});
    const auto task = make_task(config, {}, torch::kCPU);
    const RunFolder folder(runs.folder / "run", write(config_schema(), config), RunStart::fresh);
    SingleProcess communicator;
    Trainer(*task, trainer_options(config), folder, communicator, {}).run(StopRequest());
    return task->evaluate();
  }

  test::SmallBertRuns runs;
};

TEST_F(QuestionAnswering, LearnsWhereAnswersAre) {
  const auto scores = train();
  EXPECT_EQ(scores.at("exact_match"), 100.0);
  EXPECT_EQ(scores.at("f1"), 100.0);
  const auto model = open_bert(runs.folder / "run/best");
  const AnswerPredictor predictor(model, PredictorOptions(*model.network), torch::kCPU);
  const std::string context = "The soup was here. It was very good, and all of us were there.";
  const auto found = predictor.predict({{{"what was here?", context}, {}}, {{"what was here?", ""}, {}}});
  EXPECT_EQ(found[0]["answer"], "soup");
  EXPECT_EQ(found[0]["begin"], 4);
  EXPECT_EQ(found[0]["end"], 8);
  EXPECT_EQ(found[1]["answer"], "");
}

TEST_F(QuestionAnswering, AnAnswerThatIsNotInItsContextIsNamed) {
  runs.folder.write("wrong.json", R"({"data": [{"paragraphs": [{"context": "The film.", "qas": [
    {"id": "1", "question": "what?", "answers": [{"text": "soup", "answer_start": 4}]}]}]}]})");
  EXPECT_THAT(
      test::error_of([&] { make_task(runs.answers({"data.train.files=wrong.json"}), {}, torch::kCPU); }),
      HasSubstr("wrong.json, data[0], paragraphs[0], qas[0], answers[0]"));
}

}  // namespace
}  // namespace attend
