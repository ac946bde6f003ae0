#include "attend/training/gradient_norm.h"

#include <ATen/ATen.h>
#include <ATen/Parallel.h>
#include <gtest/gtest.h>

namespace attend {
namespace {

at::Tensor wave(int64_t rows) { return (at::arange(rows * gradient_norm_row) * 0.37).sin().to(at::kFloat); }

TEST(GradientNorm, IsTheEuclideanNormForAnyNumberOfThreads) {
  const at::Tensor gradient = wave(300);
  const int threads = at::get_num_threads();
  const double expected = gradient.to(at::kDouble).norm().item<double>();
  std::vector<double> found;
  for (const int count : {1, 2, 3}) {
    at::set_num_threads(count);
    found.push_back(gradient_norm(gradient).item<double>());
  }
  at::set_num_threads(threads);
  EXPECT_NEAR(found[0], expected, 1e-6 * expected);
  EXPECT_EQ(found[0], found[1]);
  EXPECT_EQ(found[0], found[2]);
}

TEST(GradientNorm, ClipsToTheLimitAndLeavesWhatIsBelow) {
  const at::Tensor norm = at::scalar_tensor(4.0, at::kDouble);
  EXPECT_NEAR(clip_factor(norm, 1).item<double>(), 1 / (4 + 1e-6), 1e-12);
  EXPECT_EQ(clip_factor(norm, 5).item<double>(), 1);
  EXPECT_EQ(clip_factor(norm, 0).item<double>(), 1);
}

}  // namespace
}  // namespace attend
