#include <gmock/gmock.h>

#include "attend/decoding/search.h"

namespace attend {
namespace {

constexpr int64_t start = 5, end = 0, vocabulary = 6;

// Its logits are a function of the last token and the number of tokens fed, given by a table:
// [position][symbol].
class ScriptedModel : public Seq2Seq {
 public:
  explicit ScriptedModel(std::vector<std::vector<float>> script) : script_(std::move(script)) {}

  Memory encode(const torch::Tensor& source, const torch::Tensor& lengths, Context&) override {
    return {source.to(torch::kFloat).unsqueeze(-1), lengths};
  }
  torch::Tensor decode(const Memory&, const torch::Tensor&, Context&) override { return {}; }
  torch::Tensor project(const torch::Tensor& hidden) override { return hidden; }
  LossSum loss(const torch::Tensor&, const torch::Tensor&, double) override { return {}; }

  struct State : DecoderState {
    int64_t size() const override { return first.size(0); }
    int64_t position() const override { return fed; }
    void select(const torch::Tensor& rows) override {
      first = first.index_select(0, rows);
      ++selections;
    }
    torch::Tensor first;  // the first source token of each row
    int64_t fed = 0;
    int64_t selections = 0;
  };
  std::unique_ptr<DecoderState> start(const Memory& memory, int64_t) override {
    auto state = std::make_unique<State>();
    state->first = memory.states.select(1, 0).squeeze(-1);
    return state;
  }
  // Row r gives the script's symbols, and the end symbol once it is past its first source token.
  torch::Tensor step(const torch::Tensor& tokens, DecoderState& any_state) override {
    auto& state = static_cast<State&>(any_state);
    rows_seen.push_back(tokens.size(0));
    auto logits = torch::tensor(script_[static_cast<size_t>(state.fed)]).repeat({tokens.size(0), 1});
    ++state.fed;
    logits.select(1, end) += state.first.le(static_cast<float>(state.fed)) * 100;
    return logits;
  }
  int64_t start_id() const override { return attend::start; }
  int64_t end_id() const override { return end; }
  int64_t target_vocab_size() const override { return vocabulary; }
  int64_t max_length() const override { return 8; }

  std::vector<int64_t> rows_seen;

 private:
  std::vector<std::vector<float>> script_;
};

std::vector<std::vector<float>> script() {
  return {{0, 9, 0, 0, 0, 0}, {0, 0, 9, 0, 0, 0}, {0, 0, 0, 9, 9, 0}, {0, 0, 0, 0, 9, 0},
          {0, 9, 0, 0, 0, 0}, {0, 9, 0, 0, 0, 0}, {0, 9, 0, 0, 0, 0}, {0, 9, 0, 0, 0, 0}};
}

torch::Tensor source(std::vector<int64_t> first) { return torch::tensor(first).unsqueeze(1).repeat({1, 3}); }

TEST(GreedySearch, TakesTheBestSymbolsUntilTheEnd) {
  ScriptedModel model(script());
  const auto found = search(model, source({3, 4}), {});
  EXPECT_THAT(found[0][0].ids, testing::ElementsAre(1, 2));
  EXPECT_TRUE(found[0][0].finished);
}

TEST(GreedySearch, TakesTheLowerIdOfEqualOnes) {
  ScriptedModel model(script());
  EXPECT_THAT(search(model, source({4, 4}), {})[1][0].ids, testing::ElementsAre(1, 2, 3));
}

TEST(GreedySearch, StopsAtTheLengthLimit) {
  ScriptedModel model(script());
  DecodingOptions options;
  options.max_length = 2;
  const auto found = search(model, source({8, 8}), options);
  EXPECT_THAT(found[0][0].ids, testing::ElementsAre(1, 2));
  EXPECT_FALSE(found[0][0].finished);
}

TEST(GreedySearch, SumsLogProbabilitiesAndTheEndSymbolCounts) {
  ScriptedModel model(script());
  const auto hypothesis = search(model, source({2, 2}), {})[0][0];
  const double first = 9 - std::log(std::exp(9.0) + 5);
  EXPECT_NEAR(hypothesis.log_probability, first, 1e-5);  // the end symbol's own is 0 to rounding
  EXPECT_NEAR(hypothesis.score, first / 2, 1e-5);
}

TEST(GreedySearch, FinishedSentencesLeaveAndNoProductHasOneRow) {
  ScriptedModel model(script());
  const auto found = search(model, source({1, 1, 1, 1, 1, 1, 1, 8}), {});
  EXPECT_EQ(found[7][0].ids.size(), 7u);
  EXPECT_EQ(model.rows_seen.front(), 8);
  EXPECT_EQ(model.rows_seen.back(), 2);
}

TEST(GreedySearch, ALoneSentenceIsDecodedBesideATwin) {
  ScriptedModel model(script());
  const auto found = search(model, source({3}), {});
  ASSERT_EQ(found.size(), 1u);
  EXPECT_THAT(found[0][0].ids, testing::ElementsAre(1, 2));
  EXPECT_THAT(model.rows_seen, testing::Each(2));
}

TEST(LengthLimit, IsTheSmallestOfThree) {
  EXPECT_EQ(length_limit({.max_length = 100, .max_length_factor = 3}, 5, 512), 15);
  EXPECT_EQ(length_limit({.max_length = 10, .max_length_factor = 3}, 5, 512), 10);
  EXPECT_EQ(length_limit({.max_length = 100, .max_length_factor = 0}, 5, 64), 64);
  EXPECT_EQ(length_limit({.max_length = 100, .max_length_factor = 0.1}, 5, 64), 1);
}

}  // namespace
}  // namespace attend
