#include "attend/tokenizers/sentencepiece_trainer.h"

#include "support/expect_error.h"
#include "tokenizers/small_corpus.h"
#include <gmock/gmock.h>

#include "attend/tokenizers/sentencepiece_model.h"

namespace attend {
namespace {

using test::error_of;
using ::testing::AllOf;
using ::testing::HasSubstr;

class Algorithms : public ::testing::TestWithParam<SubwordAlgorithm> {};

TEST_P(Algorithms, GiveTheNumberOfPiecesAskedFor) {
  const auto model = test::train_small(test::german_lines(), GetParam());
  EXPECT_EQ(model->size(), 50);
  EXPECT_EQ(model->piece(0), "</s>");
  EXPECT_EQ(model->piece(1), "<unk>");
  EXPECT_EQ(model->unknown_id(), 1);
}

TEST_P(Algorithms, GiveTheSameBytesForTheSameLines) {
  const auto lines = test::german_lines();
  EXPECT_EQ(test::train_small(lines, GetParam())->bytes(), test::train_small(lines, GetParam())->bytes());
}

TEST_P(Algorithms, CoverTheTextTheyLearntFrom) {
  const auto lines = test::german_lines();
  const auto model = test::train_small(lines, GetParam());
  for (const auto& line : lines) {
    const auto pieces = model->pieces(line);
    EXPECT_EQ(model->decode({pieces.begin(), pieces.end()}), line);
    EXPECT_THAT(model->encode(line), ::testing::Not(::testing::Contains(model->unknown_id())));
  }
}

TEST_P(Algorithms, SayHowManyPiecesATextAllows) {
  SentencePieceOptions options{.algorithm = GetParam(), .vocab_size = 100'000};
  const auto lines = test::german_lines();
  EXPECT_THAT(error_of([&] { train_sentencepiece(options, lines_of(lines)); }),
              AllOf(HasSubstr("tokenizer.vocab_size"), HasSubstr("100000"),
                    ::testing::ContainsRegex("expected: at most [0-9]+")));
  options.vocab_size = 10;
  EXPECT_THAT(error_of([&] { train_sentencepiece(options, lines_of(lines)); }),
              AllOf(HasSubstr("found: 10 "), ::testing::ContainsRegex("expected: at least [0-9]+")));
}

TEST_P(Algorithms, TakeTheSizesThatTheyNameAsLimits) {
  const auto lines = test::german_lines();
  const auto limit = [&](int64_t tried, const std::string& words) {
    const std::string message = error_of(
        [&] { train_sentencepiece({.algorithm = GetParam(), .vocab_size = tried}, lines_of(lines)); });
    return std::stoll(message.substr(message.find(words) + words.size()));
  };
  for (const int64_t size : {limit(100'000, "at most "), limit(10, "at least ")}) {
    EXPECT_NO_THROW(train_sentencepiece({.algorithm = GetParam(), .vocab_size = size}, lines_of(lines)))
        << size;
  }
}

TEST_P(Algorithms, RefuseATextWithNothingInIt) {
  const std::vector<std::string> lines = {
      "", "  ", "\u3000", "\u200b\u200b", "\u2585a", std::string(5000, 'a')};
  const SentencePieceOptions options{.algorithm = GetParam()};
  for (size_t count = 0; count <= lines.size(); ++count) {
    const auto part = std::span(lines).first(count);
    EXPECT_THAT(error_of([&] { train_sentencepiece(options, lines_of(part)); }),
                HasSubstr(std::to_string(count) + " lines without a letter"));
  }
}

INSTANTIATE_TEST_SUITE_P(Both, Algorithms,
                         ::testing::Values(SubwordAlgorithm::bpe, SubwordAlgorithm::unigram),
                         [](const auto& info) {
                           return info.param == SubwordAlgorithm::bpe ? std::string("bpe")
                                                                      : std::string("unigram");
                         });

TEST(SentencePieceTrainer, FoldsCaseWhereAsked) {
  const auto lines = test::german_lines();
  const auto normalization = TextNormalization::nmt_nfkc_cf;
  const SentencePieceModel model(
      train_sentencepiece({.vocab_size = 50, .normalization = normalization}, lines_of(lines)), "folded");
  EXPECT_EQ(model.encode("DER HUND"), model.encode("der hund"));
}

TEST(SentencePieceTrainer, LeavesRareCharactersOutByCoverage) {
  auto lines = test::german_lines();
  lines.push_back("\u6f22");
  const SentencePieceModel model(
      train_sentencepiece({.vocab_size = 50, .character_coverage = 0.999}, lines_of(lines)), "uncovered");
  EXPECT_THAT(model.encode("\u6f22"), ::testing::Contains(model.unknown_id()));
}

TEST(SentencePieceTrainer, LearnsFromASampleOfALargerText) {
  const auto lines = test::german_lines();
  const SentencePieceOptions options{.vocab_size = 40, .training_lines = 20};
  const auto sample = sample_lines(lines_of(lines), 20);
  EXPECT_EQ(train_sentencepiece(options, lines_of(lines)), train_sentencepiece(options, lines_of(sample)));
}

// Else the vocabulary would have <pad> twice.
TEST(SentencePieceTrainer, LearnsNoPieceThatIsSpeltLikePadding) {
  std::vector<std::string> lines = test::german_lines();
  for (int i = 0; i < 50; ++i) lines.push_back("x<pad>y <pad> a<pad>");
  const SentencePieceModel model(train_sentencepiece({.vocab_size = 50}, lines_of(lines)), "padded");
  for (int id = 0; id < model.size(); ++id) EXPECT_NE(model.piece(id), "<pad>");
}

}  // namespace
}  // namespace attend
