#include "attend/metrics/metric.h"

#include "support/expect_error.h"
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "attend/core/error.h"
#include "attend/core/names.h"
#include "attend/metrics/metric_factory.h"

namespace attend {
namespace {

using test::error_of;
using testing::ElementsAre;
using testing::HasSubstr;

TEST(Metric, KeepsARowOfStatisticsASentence) {
  Bleu bleu;
  bleu.add("the cat sat", {"the cat sat down"});
  bleu.add("a dog", {"a dog"});
  EXPECT_EQ(bleu.size(), 2U);
  EXPECT_THAT(bleu.statistics(0), ElementsAre(3, 4, 3, 2, 1, 0, 3, 2, 1, 0));
  EXPECT_THAT(bleu.statistics(1), ElementsAre(2, 2, 2, 1, 0, 0, 2, 1, 0, 0));
  EXPECT_THROW(bleu.statistics(2), Error);
}

TEST(Metric, AnySampleIsScoredByTheSumOfItsRows) {
  for (const std::string& name : metric_names()) {
    const auto all = make_metric(name), sample = make_metric(name);
    const std::vector<std::string> hypotheses = {"one two three four five", "six seven nine ten", "eleven"};
    const std::vector<std::string> references = {"one two three four six", "six seven eight nine ten",
                                                 "twelve"};
    for (size_t i = 0; i < 3; ++i) all->add(hypotheses[i], {references[i]});
    std::vector<double> sum(all->statistics(0).size(), 0.0);
    for (const size_t drawn : {1U, 1U, 0U}) {
      sample->add(hypotheses[drawn], {references[drawn]});
      for (size_t k = 0; k < sum.size(); ++k) sum[k] += all->statistics(drawn)[k];
    }
    EXPECT_EQ(all->result(sum).score, sample->value().score) << name;
    EXPECT_EQ(all->result(sum).signature, sample->value().signature) << name;
  }
}

TEST(Metric, ResetForgetsSentences) {
  Chrf chrf;
  chrf.add("abc", {"xyz"});
  chrf.reset();
  EXPECT_EQ(chrf.size(), 0U);
  chrf.add("abc", {"abc"});
  EXPECT_EQ(chrf.value().score, 100);
}

TEST(Metric, RefusesWhatHasNoScore) {
  Bleu bleu;
  EXPECT_THAT(error_of([&] { bleu.value(); }), HasSubstr("no sentences"));
  EXPECT_THAT(error_of([&] { bleu.signature(); }), HasSubstr("no sentences"));
  bleu.add("a", {"a"});
  EXPECT_THAT(error_of([&] { bleu.add("a", {}); }),
              AllOf(HasSubstr("sentence 2"), HasSubstr("no reference")));
  EXPECT_THAT(error_of([&] { bleu.add("a\xff", {"a"}); }),
              AllOf(HasSubstr("hypothesis of sentence 2"), HasSubstr("byte 0xff at offset 1")));
  EXPECT_THAT(error_of([&] { bleu.add("a", {"a", "\xc3"}); }), HasSubstr("reference of sentence 2"));
  EXPECT_EQ(bleu.size(), 1U);
}

TEST(Metric, SignatureTellsVaryingNumbersOfReferences) {
  Ter ter;
  ter.add("a", {"a", "b"});
  EXPECT_EQ(ter.signature(), "nrefs:2|case:lc|tok:tercom|norm:no|punct:yes|asian:no|version:2.6.0");
  ter.add("a", {"a"});
  EXPECT_THAT(ter.signature(), testing::StartsWith("nrefs:var|"));
}

TEST(Metric, ACorpusNeedsAReferenceForEveryHypothesis) {
  Bleu bleu;
  EXPECT_THAT(error_of([&] {
                score_corpus(bleu, {"a", "b"}, {{"a", "b"}, {"a"}});
              }),
              AllOf(HasSubstr("1 references"), HasSubstr("2, one for each hypothesis")));
  EXPECT_THAT(error_of([&] { score_corpus(bleu, {"a"}, {}); }), HasSubstr("no reference"));
  bleu.add("left over", {"from before"});
  EXPECT_DOUBLE_EQ(score_corpus(bleu, {"a b c d"}, {{"x"}, {"a b c d"}}).score, 100);
}

TEST(Metric, DetailsSayWhatAScoreIsMadeOf) {
  Bleu bleu;
  bleu.add("the cat sat on a mat", {"the cat sat on the big mat"});
  const Json bleu_details = bleu.value().details;
  EXPECT_EQ(bleu_details["counts"], Json({5, 3, 2, 1}));
  EXPECT_EQ(bleu_details["totals"], Json({6, 5, 4, 3}));
  EXPECT_EQ(bleu_details["hyp_len"], 6);
  EXPECT_EQ(bleu_details["ref_len"], 7);
  EXPECT_NEAR(bleu_details["bp"].get<double>(), 0.846481724890614, 1e-14);
  EXPECT_NEAR(bleu_details["precisions"][1].get<double>(), 60, 1e-12);

  Chrf chrf({.char_order = 1});
  chrf.add("ab", {"abcd"});
  EXPECT_EQ(chrf.value().details, Json({{"precision", 100.0}, {"recall", 50.0}}));

  Ter ter;
  ter.add("a b", {"a c", "a b c d"});
  EXPECT_EQ(ter.value().details, Json({{"edits", 1}, {"ref_length", 3.0}}));
}

TEST(MetricFactory, KnowsItsNamesAndTheNearestOne) {
  EXPECT_THAT(metric_names(), ElementsAre("bleu", "chrf", "chrf++", "ter"));
  EXPECT_THAT(error_of([] { make_metric("belu"); }),
              AllOf(HasSubstr("bleu, chrf, chrf++, ter"), HasSubstr("\"bleu\"?")));
  EXPECT_THROW(make_metric("accuracy"), UsageError);
  EXPECT_THAT(error_of([] { value_named<BleuTokenizer>("13b", "choosing"); }), HasSubstr("\"13a\"?"));
  EXPECT_THAT(error_of([] { value_named<BleuSmoothing>("addk", "choosing"); }), HasSubstr("\"add-k\"?"));
}

TEST(MetricFactory, SmallerIsBetterForTerAlone) {
  for (const std::string& name : metric_names())
    EXPECT_EQ(make_metric(name)->larger_is_better(), name != "ter");
}

TEST(MetricFactory, RefusesOptionsOutsideTheirRanges) {
  EXPECT_THROW(Bleu({.max_order = 0}), UsageError);
  EXPECT_THROW(Bleu({.smoothing = BleuSmoothing::floor, .smoothing_value = -1}), UsageError);
  EXPECT_THROW(Chrf({.char_order = 0}), UsageError);
  EXPECT_THROW(Chrf({.char_order = -1, .word_order = 2}), UsageError);
  EXPECT_THROW(Chrf({.beta = 0}), UsageError);
  EXPECT_NO_THROW(Chrf({.char_order = 0, .word_order = 1}));
}

}  // namespace
}  // namespace attend
