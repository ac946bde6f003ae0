#include "attend/tokenizers/marian_tokenizer.h"

#include "support/expect_error.h"
#include "tokenizers/small_corpus.h"
#include <gmock/gmock.h>

namespace attend {
namespace {

using test::error_of;
using ::testing::AllOf;
using ::testing::Contains;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::Not;

using Model = std::shared_ptr<const SentencePieceModel>;

std::vector<std::string> table_of(const SentencePieceModel& model) {
  std::vector<std::string> pieces;
  for (int id = 0; id < model.size(); ++id) pieces.push_back(model.piece(id));
  pieces.emplace_back("<pad>");
  return pieces;
}

MarianTokenizer make(const Model& model, std::vector<std::string> pieces) {
  return MarianTokenizer(model, std::make_shared<const Vocabulary>(std::move(pieces)), "vocab.json");
}

class MarianTokenizerTest : public ::testing::Test {
 protected:
  const std::vector<std::string> lines_ = test::german_lines();
  const Model model_ = test::train_small(lines_);
  const MarianTokenizer tokenizer_ = make(model_, table_of(*model_));
};

TEST_F(MarianTokenizerTest, HasTheModelsIdsAndPaddingLast) {
  for (const auto& line : lines_) {
    const auto ids = model_->encode(line);
    EXPECT_EQ(tokenizer_.encode(line), std::vector<int64_t>(ids.begin(), ids.end()));
    EXPECT_EQ(tokenizer_.decode(tokenizer_.encode(line)), line);
    EXPECT_EQ(tokenizer_.pieces(line).size(), ids.size());
  }
  EXPECT_EQ(tokenizer_.vocab_size(), model_->size() + 1);
  const SpecialIds special = tokenizer_.special();
  EXPECT_EQ(special.eos, 0);
  EXPECT_EQ(special.unk, 1);
  EXPECT_EQ(special.pad, model_->size());
  EXPECT_EQ(special.bos, -1);
}

TEST_F(MarianTokenizerTest, TakesIdsFromTheTableByText) {
  auto pieces = table_of(*model_);
  std::reverse(pieces.begin(), pieces.end() - 1);
  const MarianTokenizer other = make(model_, pieces);
  for (const int64_t id : other.encode(lines_[0])) EXPECT_LT(id, other.vocab_size() - 1);
  EXPECT_NE(other.encode(lines_[0]), tokenizer_.encode(lines_[0]));
  EXPECT_EQ(other.decode(other.encode(lines_[0])), lines_[0]);
  EXPECT_NE(other.fingerprint(), tokenizer_.fingerprint());
}

TEST_F(MarianTokenizerTest, GivesUnknownForPiecesThatTheTableLacks) {
  auto pieces = table_of(*model_);
  const std::string first = tokenizer_.pieces(lines_[0]).front();
  pieces.erase(std::find(pieces.begin(), pieces.end(), first));
  const MarianTokenizer other = make(model_, pieces);
  EXPECT_EQ(other.encode(lines_[0]).front(), other.special().unk);
}

TEST_F(MarianTokenizerTest, FindsInTheTableWhatItsModelDoesNotKnow) {
  auto pieces = table_of(*model_);
  pieces.insert(pieces.end() - 1, "\u6f22");
  const MarianTokenizer other = make(model_, pieces);
  EXPECT_EQ(other.encode("\u6f22").back(), other.id("\u6f22"));
  EXPECT_EQ(tokenizer_.encode("\u6f22").back(), tokenizer_.special().unk);
}

TEST_F(MarianTokenizerTest, TakesSymbolsInTheTextForText) {
  for (const std::string text : {"</s>", "<pad>", "Hund</s>", "der <pad> Hund", "\u6f22</s>"}) {
    const auto ids = tokenizer_.encode(text);
    EXPECT_THAT(ids, Not(Contains(tokenizer_.special().eos))) << text;
    EXPECT_THAT(ids, Not(Contains(tokenizer_.special().pad))) << text;
  }
}

// Where no character of it is known, the unknown piece is the symbol letter by letter.
TEST_F(MarianTokenizerTest, NeverTakesAnUnknownPieceForASymbol) {
  const Model digits =
      test::train_small(test::combine({"10 20", "30 14", "57 68"}, {"91", "27", "83", "1042", "5536"},
                                      {"64 12", "7", "8 99", "0 31", "28 46 37 15 90"}));
  const MarianTokenizer tokenizer = make(digits, table_of(*digits));
  EXPECT_THAT(tokenizer.pieces("</s>"), Contains("</s>"));
  EXPECT_EQ(tokenizer.encode("</s>").back(), tokenizer.special().unk);
}

TEST_F(MarianTokenizerTest, TakesALanguageCodeInTheTableForOneToken) {
  auto pieces = table_of(*model_);
  pieces.insert(pieces.end() - 1, ">>fra<<");
  const MarianTokenizer other = make(model_, pieces);
  const int64_t code = *other.id(">>fra<<");
  auto expected = other.encode("der Hund");
  expected.insert(expected.begin(), code);
  EXPECT_EQ(other.encode(">>fra<< der Hund"), expected);
  EXPECT_EQ(other.pieces(">>fra<< der Hund").size(), expected.size());
  EXPECT_EQ(other.pieces(">>fra<< der Hund").front(), ">>fra<<");
  EXPECT_THAT(other.encode(">>deu<< der Hund"), Not(Contains(code)));
  EXPECT_THAT(other.encode("der >>fra<< Hund"), Not(Contains(code)));
  EXPECT_GT(other.encode(">>fra der Hund").size(), expected.size());
}

TEST_F(MarianTokenizerTest, DecodesUnknownsAsHuggingFaceDoes) {
  const auto [pad, bos, eos, unk] = tokenizer_.special();
  std::vector<int64_t> ids = tokenizer_.encode("der \u6f22 Hund");
  EXPECT_THAT(ids, Contains(unk));
  EXPECT_EQ(tokenizer_.decode(ids), "der <unk> Hund");
  ids.insert(ids.begin(), pad);
  ids.insert(ids.end(), {eos, pad, pad});
  EXPECT_EQ(tokenizer_.decode(ids), "der <unk> Hund");
  EXPECT_EQ(tokenizer_.decode({unk, unk}), "<unk> <unk>");
  EXPECT_EQ(tokenizer_.decode({}), "");
  EXPECT_THROW(tokenizer_.decode({tokenizer_.vocab_size()}), Error);
  EXPECT_THROW(tokenizer_.decode({-1}), Error);
}

TEST_F(MarianTokenizerTest, ChangesItsFingerprintWithTheModel) {
  const Model unigram = test::train_small(lines_, SubwordAlgorithm::unigram);
  const auto table = table_of(*model_);
  EXPECT_EQ(make(model_, table).fingerprint(), tokenizer_.fingerprint());
  auto changed = table;
  std::swap(changed[10], changed[11]);
  EXPECT_NE(make(model_, changed).fingerprint(), tokenizer_.fingerprint());
  EXPECT_NE(make(unigram, table_of(*unigram)).fingerprint(), tokenizer_.fingerprint());
}

TEST_F(MarianTokenizerTest, RefusesATableThatIsNotOne) {
  auto no_pad = table_of(*model_);
  no_pad.pop_back();
  EXPECT_THAT(error_of([&] { make(model_, no_pad); }),
              AllOf(HasSubstr("vocab.json"), HasSubstr("no \"<pad>\"")));
  auto pad_first = table_of(*model_);
  std::rotate(pad_first.begin(), pad_first.end() - 1, pad_first.end());
  EXPECT_THAT(error_of([&] { make(model_, pad_first); }),
              AllOf(HasSubstr("\"<pad>\": 0"), HasSubstr("last")));
  auto no_unk = table_of(*model_);
  no_unk.erase(no_unk.begin() + 1);
  EXPECT_THAT(error_of([&] { make(model_, no_unk); }), HasSubstr("no \"<unk>\""));
  EXPECT_THAT(error_of([&] {
                make(model_, {"</s>", "<unk>", "a", "b", "<pad>"});
              }),
              HasSubstr("of the 50 pieces"));
}

}  // namespace
}  // namespace attend
