#include "attend/data/answer_windows.h"

#include "example_wordpiece.h"
#include "support/expect_error.h"
#include <gmock/gmock.h>

namespace attend {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;

class AnswerWindows : public testing::Test {
 protected:
  std::vector<AnswerWindow> cut(const WindowOptions& options) const {
    return cut_windows(tokenizer.encode("where?"), context, tokenizer.special(), options);
  }

  WordPieceTokenizer tokenizer = test::example_wordpiece();
  std::vector<PieceSpan> context = tokenizer.encode_spans("The cats sleep in Paris.");
};

TEST_F(AnswerWindows, OneHoldsAContextThatFits) {
  const auto windows = cut({.max_length = 20, .stride = 2});
  ASSERT_EQ(windows.size(), 1u);
  EXPECT_THAT(windows[0].ids, ElementsAre(2, 12, 13, 3, 5, 6, 7, 8, 10, 11, 9, 3));
  EXPECT_EQ(windows[0].first, 4);
  EXPECT_EQ(windows[0].pieces(), 7);
}

TEST_F(AnswerWindows, ShareTheStride) {
  const auto windows = cut({.max_length = 9, .stride = 1});
  ASSERT_EQ(windows.size(), 2u);
  EXPECT_THAT(windows[0].ids, ElementsAre(2, 12, 13, 3, 5, 6, 7, 8, 3));
  EXPECT_THAT(windows[1].ids, ElementsAre(2, 12, 13, 3, 8, 10, 11, 9, 3));
  EXPECT_EQ(windows[1].begin, 3);
}

TEST_F(AnswerWindows, AnAnswerIsWhereAllItsPiecesAre) {
  const auto answer = find_pieces(context, 15, 23);  // "in Paris"
  ASSERT_TRUE(answer);
  EXPECT_EQ(*answer, (PieceRange{4, 6}));
  const auto windows = cut({.max_length = 9, .stride = 1});
  EXPECT_EQ(find_place(windows[0], answer), (AnswerPlace{0, 0}));
  EXPECT_EQ(find_place(windows[1], answer), (AnswerPlace{5, 6}));
  EXPECT_EQ(find_place(windows[1], std::nullopt), (AnswerPlace{0, 0}));
  EXPECT_EQ(find_place(windows[0], find_pieces(context, 5, 6)), (AnswerPlace{5, 5}));  // within "cats"
  EXPECT_FALSE(find_pieces(context, 3, 4));                                            // the space
}

TEST_F(AnswerWindows, ShorterOnesKeepRoomForTheContext) {
  const WindowOptions usual;
  EXPECT_EQ(shortened(usual, 384).stride, 128);
  EXPECT_EQ(shortened(usual, 1000).max_length, 384);
  const auto half = shortened(usual, 33);
  EXPECT_EQ(half.max_length, 33);
  EXPECT_EQ(half.max_question_length, 15);
  EXPECT_EQ(half.stride, 7);
  EXPECT_EQ(shortened(usual, 4).max_question_length, 0);
  EXPECT_EQ(shortened({.max_length = 100, .stride = 60, .max_question_length = 10}, 100).stride, 60);
}

TEST_F(AnswerWindows, ALongQuestionIsCutAndMustLeaveRoom) {
  EXPECT_EQ(cut({.max_length = 20, .stride = 2, .max_question_length = 1})[0].first, 3);
  EXPECT_THAT(test::error_of([&] { cut({.max_length = 5, .stride = 2}); }), HasSubstr("max_length of 5"));
}

}  // namespace
}  // namespace attend
