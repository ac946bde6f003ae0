#include "attend/metrics/paired_bootstrap.h"

#include <gtest/gtest.h>

#include "attend/core/error.h"
#include "attend/metrics/metric_factory.h"

namespace attend {
namespace {

// A corpus of 200 sentences of 6 words; every n-th hypothesis has a wrong word.
std::unique_ptr<Metric> scored(size_t wrong_every, size_t offset = 0) {
  std::vector<std::string> hypotheses, references;
  for (size_t i = 0; i < 200; ++i) {
    const auto number = std::to_string(i);
    references.push_back("the quick dog number " + number + " runs");
    hypotheses.push_back((i + offset) % wrong_every == 0 ? "the quick cat number " + number + " runs"
                                                         : references.back());
  }
  auto metric = make_metric("bleu");
  score_corpus(*metric, hypotheses, {references});
  return metric;
}

TEST(PairedBootstrap, AClearDifferenceIsNoChance) {
  const auto good = scored(20), bad = scored(2);
  const auto result = paired_bootstrap(*good, *bad, 500, 1);
  EXPECT_LT(result.p_value, 0.01);
  EXPECT_NEAR(result.system.mean, good->value().score, 1);
  EXPECT_GT(result.system.interval, 0);
}

TEST(PairedBootstrap, EqualSystemsAreNotTold) {
  const auto one = scored(5, 0), other = scored(5, 1);  // as many errors, in other places
  EXPECT_GT(paired_bootstrap(*one, *other, 500, 1).p_value, 0.3);
}

TEST(PairedBootstrap, IsAFunctionOfTheSeed) {
  const auto one = scored(5), other = scored(4);
  EXPECT_EQ(paired_bootstrap(*one, *other, 100, 7).system.mean,
            paired_bootstrap(*one, *other, 100, 7).system.mean);
  EXPECT_NE(paired_bootstrap(*one, *other, 100, 7).system.mean,
            paired_bootstrap(*one, *other, 100, 8).system.mean);
}

TEST(PairedBootstrap, WantsTheSameSentences) {
  const auto one = scored(5);
  auto other = make_metric("bleu");
  other->add("a", {"a"});
  EXPECT_THROW(paired_bootstrap(*one, *other, 10, 1), Error);
}

}  // namespace
}  // namespace attend
