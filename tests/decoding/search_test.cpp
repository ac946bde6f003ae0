#include "attend/decoding/search.h"

#include <cmath>
#include <map>

#include "support/expect_error.h"
#include <gmock/gmock.h>

#include "attend/decoding/scorer.h"

namespace attend {
namespace {

using testing::ElementsAre;

constexpr int64_t end = 0, start = 5;
using Ids = std::vector<int64_t>;
using Probabilities = std::vector<double>;  // of symbols 0 (the end), 1, 2, 3
using Script = std::function<Probabilities(const LiveHypothesis&)>;

// Runs a search whose symbols have the probabilities that the script gives for what came before.
std::vector<std::vector<Hypothesis>> run(std::vector<DecodingRequest> requests,
                                         const DecodingOptions& options, const Script& script) {
  auto search = make_search(std::move(requests), {start, end}, options);
  while (!search->done()) {
    std::vector<torch::Tensor> logits;
    for (const auto& hypothesis : search->live())
      logits.push_back(torch::tensor(script(hypothesis)).log().to(torch::kFloat));
    search->advance(torch::stack(logits));
  }
  return std::move(*search).result();
}

DecodingRequest request(int64_t limit = 8) { return {.limit = limit}; }

// The tree of the lectures (section "Beam Search"): greedy search takes .5 * .4 * .4 * .6 = .048, while .5 *
// .3
// * .6 * .6 = .054 is there.
Probabilities lectures(const LiveHypothesis& hypothesis) {
  static const std::map<Ids, Probabilities> tree = {
      {{}, {.1, .5, .2, .2}},       {{1}, {.2, .1, .4, .3}},    {{1, 2}, {.2, .2, .2, .4}},
      {{1, 2, 3}, {.6, 0, .2, .2}}, {{1, 3}, {.1, .1, .6, .2}}, {{1, 3, 2}, {.6, .1, .2, .1}},
  };
  const auto found = tree.find(hypothesis.ids);
  return found == tree.end() ? Probabilities{.25, .25, .25, .25} : found->second;
}

// Counts up from 1; ends after symbol 3 with half the probability.
Probabilities counting(const LiveHypothesis& hypothesis) {
  const auto length = hypothesis.ids.size();
  if (length < 3)
    return length == 0   ? Probabilities{.1, .7, .1, .1}
           : length == 1 ? Probabilities{.1, .1, .7, .1}
                         : Probabilities{.1, .1, .1, .7};
  return {.6, .1, .1, .2};
}

TEST(Search, LogitsThatAreNotNumbersAreAnError) {
  const Script damaged = [](const LiveHypothesis&) { return Probabilities{NAN, .5, .2, .3}; };
  const Script all = [](const LiveHypothesis&) { return Probabilities{NAN, NAN, NAN, NAN}; };
  for (const auto& script : {damaged, all}) {
    for (const double temperature : {0.0, 1.0}) {
      const DecodingOptions options{.sampling = {.temperature = temperature}};
      const auto error = test::error_of([&] { run({{.number = 6, .limit = 8}}, options, script); });
      EXPECT_THAT(error, testing::AllOf(testing::HasSubstr("not numbers"), testing::HasSubstr("line 7")));
    }
  }
}

TEST(GreedySearch, IsTheLecturesExample) {
  const auto best = run({request()}, {}, lectures)[0][0];
  EXPECT_THAT(best.ids, ElementsAre(1, 2, 3));
  EXPECT_NEAR(std::exp(best.log_probability), .048, 1e-7);
  EXPECT_TRUE(best.finished);
}

TEST(BeamSearch, FindsTheLecturesBetterTranslation) {
  DecodingOptions options{.beam_size = 2, .length_penalty = .75};
  const auto best = run({request()}, options, lectures)[0][0];
  EXPECT_THAT(best.ids, ElementsAre(1, 3, 2));
  EXPECT_NEAR(std::exp(best.log_probability), .054, 1e-7);
  EXPECT_NEAR(best.score, std::log(.054) / std::pow(4, .75), 1e-6);  // the end symbol counts
}

TEST(BeamSearch, GivesTheNBestInOrder) {
  DecodingOptions options{.beam_size = 3, .n_best = 3};
  const auto found = run({request()}, options, lectures)[0];
  ASSERT_EQ(found.size(), 3u);
  EXPECT_GE(found[0].score, found[1].score);
  EXPECT_GE(found[1].score, found[2].score);
  EXPECT_NE(found[0].ids, found[1].ids);
}

TEST(BeamSearch, SentencesEndOnTheirOwn) {
  const auto script = [](const LiveHypothesis& hypothesis) {
    const bool last = hypothesis.ids.size() >= hypothesis.sentence;
    return last ? Probabilities{.97, .01, .01, .01} : Probabilities{.01, .97, .01, .01};
  };
  for (const int64_t beam : {1, 4}) {
    const auto found = run({request(), request(), request()}, {.beam_size = beam}, script);
    EXPECT_THAT(found[0][0].ids, ElementsAre());
    EXPECT_THAT(found[1][0].ids, ElementsAre(1));
    EXPECT_THAT(found[2][0].ids, ElementsAre(1, 1));
  }
}

TEST(BeamSearch, EqualSymbolsComeInTheOrderOfTheirIds) {
  const auto script = [](const LiveHypothesis& hypothesis) {
    return hypothesis.ids.empty() ? Probabilities{.1, .3, .3, .3} : Probabilities{.9, .1, 0, 0};
  };
  EXPECT_THAT(run({request()}, {}, script)[0][0].ids, ElementsAre(1));
}

TEST(BeamSearch, EndsAtTheSentencesOwnLimit) {
  const auto script = [](const LiveHypothesis&) { return Probabilities{.01, .97, .01, .01}; };
  const auto found = run({request(2), request(5)}, {}, script);
  EXPECT_THAT(found[0][0].ids, ElementsAre(1, 1));
  EXPECT_FALSE(found[0][0].finished);
  EXPECT_EQ(found[1][0].ids.size(), 5u);
}

TEST(LogitsRules, NoEndBeforeTheShortestLength) {
  EXPECT_EQ(run({request()}, {}, counting)[0][0].length(), 4);
  EXPECT_GE(run({request()}, {.min_length = 5}, counting)[0][0].ids.size(), 5u);
}

TEST(LogitsRules, NoNgramComesTwice) {
  const auto script = [](const LiveHypothesis& h) {
    return h.ids.size() % 2 == 0 ? Probabilities{.1, .7, .1, .1} : Probabilities{.1, .1, .7, .1};
  };
  EXPECT_THAT(run({request(5)}, {}, script)[0][0].ids, ElementsAre(1, 2, 1, 2, 1));
  const auto found = run({request(5)}, {.no_repeat_ngram_size = 2}, script)[0][0].ids;
  for (size_t i = 0; i + 1 < found.size(); ++i)
    for (size_t j = i + 1; j + 1 < found.size(); ++j)
      EXPECT_FALSE(found[i] == found[j] && found[i + 1] == found[j + 1]) << i << " " << j;
}

TEST(LogitsRules, TheRepetitionPenaltyMakesWhatCameLessLikely) {
  const auto script = [](const LiveHypothesis&) { return Probabilities{.05, .5, .4, .05}; };
  EXPECT_THAT(run({request(2)}, {.repetition_penalty = 2}, script)[0][0].ids, ElementsAre(1, 2));
}

TEST(LogitsRules, APrefixIsForcedAndCostsNothing) {
  for (const int64_t beam : {1, 3}) {
    auto asked = request();
    asked.prefix = {3, 3};
    const auto script = [](const LiveHypothesis& h) {
      return h.ids.size() < 3 ? Probabilities{.1, .7, .1, .1} : Probabilities{.8, .1, .05, .05};
    };
    const auto best = run({asked, request()}, {.beam_size = beam}, script);
    EXPECT_THAT(best[0][0].ids, ElementsAre(3, 3, 1)) << beam;
    EXPECT_NEAR(std::exp(best[0][0].log_probability), .7 * .8, 1e-6);
    EXPECT_EQ(best[1][0].ids[0], 1);
  }
}

TEST(LogitsRules, APhraseThatMustNotAppearDoesNot) {
  auto asked = request();
  asked.must_not = {{1, 2}, {3}};
  const auto found = run({asked, request()}, {.beam_size = 2}, lectures);
  EXPECT_THAT(found[1][0].ids, ElementsAre(1, 3, 2));
  for (const auto id : found[0][0].ids) EXPECT_NE(id, 3);
  EXPECT_NE(found[0][0].ids, (Ids{1, 2}));
}

TEST(LexicalConstraints, EveryPhraseThatMustAppearDoes) {
  const auto script = [](const LiveHypothesis& h) {
    return h.ids.size() < 2 ? Probabilities{.01, .97, .01, .01} : Probabilities{.97, .01, .01, .01};
  };
  auto asked = request(12);
  asked.must = {{3, 2}, {2, 2}};
  for (const int64_t beam : {1, 2, 5}) {
    const auto ids = run({request(), asked}, {.beam_size = beam}, script)[1][0].ids;
    for (const auto& phrase : asked.must)
      EXPECT_NE(std::search(ids.begin(), ids.end(), phrase.begin(), phrase.end()), ids.end()) << beam;
  }
}

// Where the limit ends a likelier hypothesis that has no phrase yet.
TEST(LexicalConstraints, AnUnlikelyPhraseBeatsALikelyLack) {
  const auto script = [](const LiveHypothesis& h) {
    const bool begun = !h.ids.empty() && h.ids.back() == 3;
    return begun ? Probabilities{.5, .4, .05, .05} : Probabilities{.004, .99, .003, .003};
  };
  auto asked = request(6);
  asked.must = {{3, 2, 3}};
  const auto best = run({asked}, {.beam_size = 5}, script)[0][0].ids;
  EXPECT_NE(std::search(best.begin(), best.end(), asked.must[0].begin(), asked.must[0].end()), best.end());
}

TEST(LexicalConstraints, DoNotChangeTheOtherSentences) {
  auto asked = request();
  asked.must = {{2}};
  const DecodingOptions options{.beam_size = 2};
  EXPECT_EQ(run({asked, request()}, options, lectures)[1][0].ids,
            run({request()}, options, lectures)[0][0].ids);
}

TEST(BeamSearch, GivesWhatThereIsWhereTheRulesLeaveNothing) {
  const auto script = [](const LiveHypothesis& h) {
    return h.ids.empty() ? Probabilities{.1, .9, 0, 0} : Probabilities{1, 0, 0, 0};
  };
  const auto found = run({request()}, {.min_length = 3}, script)[0][0];
  EXPECT_THAT(found.ids, ElementsAre(1));
  EXPECT_FALSE(found.finished);
}

std::vector<DecodingRequest> numbered(size_t count) {
  std::vector<DecodingRequest> requests;
  for (size_t i = 0; i < count; ++i) requests.push_back({.number = i, .limit = 1});
  return requests;
}

// How often each symbol came among 4,000 draws of one symbol with probabilities .4, .3, .2, .1.
std::vector<double> shares(const SamplingOptions& sampling) {
  const auto script = [](const LiveHypothesis&) { return Probabilities{.4, .3, .2, .1}; };
  DecodingOptions options;
  options.sampling = sampling;
  std::vector<double> share(4, 0.0);
  for (const auto& hypotheses : run(numbered(4000), options, script))
    share[hypotheses[0].ids.empty() ? 0 : static_cast<size_t>(hypotheses[0].ids[0])] += 1.0 / 4000;
  return share;
}

void expect_shares(const SamplingOptions& sampling, const std::vector<double>& expected) {
  const auto found = shares(sampling);
  for (size_t i = 0; i < 4; ++i) EXPECT_NEAR(found[i], expected[i], expected[i] == 0 ? 0 : .025) << i;
}

TEST(Sampling, DrawsByProbability) { expect_shares({.temperature = 1}, {.4, .3, .2, .1}); }

TEST(Sampling, ALowTemperatureSharpens) {
  expect_shares({.temperature = .5}, {.16 / .3, .09 / .3, .04 / .3, .01 / .3});
}

TEST(Sampling, TopKLeavesTheLikeliest) {
  expect_shares({.temperature = 1, .top_k = 2}, {.4 / .7, .3 / .7, 0, 0});
}

TEST(Sampling, TopPLeavesTheSmallestSetWithThatProbability) {
  expect_shares({.temperature = 1, .top_p = .75}, {.4 / .9, .3 / .9, .2 / .9, 0});
  expect_shares({.temperature = 1, .top_p = .05}, {1, 0, 0, 0});
}

TEST(Sampling, IsAFunctionOfSeedAndSentenceNumber) {
  DecodingOptions options;
  options.sampling.temperature = 1;
  const auto all = run(numbered(50), options, lectures);
  const auto alone = run({{.number = 7, .limit = 1}}, options, lectures);
  EXPECT_EQ(alone[0][0].ids, all[7][0].ids);
  options.sampling.seed = 2;
  const auto others = run(numbered(50), options, lectures);
  size_t different = 0;
  for (size_t i = 0; i < 50; ++i) different += others[i][0].ids != all[i][0].ids;
  EXPECT_GT(different, 10u);
}

TEST(Sampling, DrawsSeveralOfASentence) {
  DecodingOptions options{.n_best = 20};
  options.sampling.temperature = 1;
  const auto found = run({request()}, options, lectures)[0];
  ASSERT_EQ(found.size(), 20u);
  EXPECT_NE(found.front().ids, found.back().ids);
}

TEST(LengthLimit, IsTheSmallestOfThree) {
  EXPECT_EQ(length_limit({.max_length = 100, .max_length_factor = 3}, 5, 512), 15);
  EXPECT_EQ(length_limit({.max_length = 10, .max_length_factor = 3}, 5, 512), 10);
  EXPECT_EQ(length_limit({.max_length = 100, .max_length_factor = 0}, 5, 64), 64);
  EXPECT_EQ(length_limit({.max_length = 100, .max_length_factor = 0.1}, 5, 64), 1);
  EXPECT_EQ(length_limit({.max_length = 100, .max_length_factor = 1e30}, 5, 512), 100);
}

class FixedScorer final : public Scorer {
 public:
  explicit FixedScorer(std::vector<double> probabilities) : probabilities_(std::move(probabilities)) {}
  torch::Tensor step(const Ids&, const Ids& tokens) override {
    const auto row =
        (torch::tensor(probabilities_).log() + 3).to(torch::kFloat);  // logits are up to a constant
    return row.expand({static_cast<int64_t>(tokens.size()), -1});
  }

 private:
  std::vector<double> probabilities_;
};

TEST(Ensemble, IsTheMeanOfTheProbabilities) {
  std::vector<std::unique_ptr<Scorer>> members;
  members.push_back(std::make_unique<FixedScorer>(std::vector{.5, .3, .2}));
  members.push_back(std::make_unique<FixedScorer>(std::vector{.1, .8, .1}));
  const auto mean = make_ensemble(std::move(members))->step({0, 0}, {1, 2}).exp();
  EXPECT_TRUE(torch::allclose(mean[1], torch::tensor({.3F, .55F, .15F}), 1e-6, 1e-6)) << mean;
}

}  // namespace
}  // namespace attend
