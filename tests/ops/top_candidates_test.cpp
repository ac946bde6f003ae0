#include "attend/ops/top_candidates.h"

#include "ops/compare.h"

namespace attend::ops {
namespace {

TEST(TopCandidates, AreTheLargestLogProbabilities) {
  const auto logits = normal({7, 501}, 1) * 4;
  const auto found = top_candidates(logits, 6);
  const auto [values, ids] = logits.to(at::kDouble).log_softmax(1).topk(6, 1);
  expect_close(found.log_probabilities, values, 1e-6);
  EXPECT_TRUE(at::equal(found.ids, ids));
}

TEST(TopCandidates, OfEqualOnesTheLowerIdComesFirst) {
  auto logits = at::zeros({1, 300});
  logits[0][299] = 1;
  const auto found = top_candidates(logits, 4);
  EXPECT_TRUE(at::equal(found.ids[0], at::tensor(std::vector<int64_t>{299, 0, 1, 2})));
}

TEST(TopCandidates, WhatIsImpossibleComesLast) {
  auto logits = at::full({1, 4}, -std::numeric_limits<float>::infinity());
  logits[0][2] = 5;
  const auto found = top_candidates(logits, 2);
  EXPECT_EQ(found.ids[0][0].item<int64_t>(), 2);
  EXPECT_EQ(found.log_probabilities[0][0].item<float>(), 0);
  EXPECT_TRUE(std::isinf(found.log_probabilities[0][1].item<float>()));
}

}  // namespace
}  // namespace attend::ops
