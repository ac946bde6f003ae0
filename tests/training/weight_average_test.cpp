#include "attend/training/weight_average.h"

#include <ATen/ATen.h>
#include <gtest/gtest.h>

namespace attend {
namespace {

TEST(WeightAverage, FollowsQuicklyAtFirstAndThenWithItsDecay) {
  const at::Tensor go = at::zeros({});
  WeightAverage average(at::zeros({20}), 0.9);
  average.add(at::ones({20}), 1, go);  // d = 2 / 11
  EXPECT_FLOAT_EQ(average.values()[3].item<float>(), 9.0F / 11);
  average.add(at::ones({20}), 1000, go);  // d = 0.9
  EXPECT_FLOAT_EQ(average.values()[3].item<float>(), 0.9F * 9 / 11 + 0.1F);
}

TEST(WeightAverage, ASkippedUpdateChangesNothing) {
  WeightAverage average(at::zeros({20}), 0.9);
  average.add(at::ones({20}), 5, at::ones({}));
  EXPECT_EQ(average.values().sum().item<float>(), 0);
}

}  // namespace
}  // namespace attend
