#pragma once

#include <functional>
#include <vector>

#include <ATen/ATen.h>
#include <ATen/Parallel.h>
#include <gtest/gtest.h>
#include <torch/csrc/autograd/autograd.h>

namespace attend::ops {

/// Standard normal numbers, the same in every run.
inline at::Tensor normal(at::IntArrayRef shape, uint64_t seed) {
  auto generator = at::detail::createCPUGenerator(seed);
  return at::randn(shape, generator, at::kFloat);
}

/// Fails unless the largest difference is below `tolerance` times the largest entry (at least 1).
inline void expect_close(const at::Tensor& found, const at::Tensor& expected, double tolerance,
                         const char* what = "") {
  ASSERT_TRUE(found.defined()) << what;
  ASSERT_EQ(found.sizes(), expected.sizes()) << what;
  const auto a = found.detach().to(at::kDouble), b = expected.detach().to(at::kDouble);
  const double scale = std::max(1.0, b.abs().max().item<double>());
  EXPECT_LE((a - b).abs().max().item<double>(), tolerance * scale) << what;
}

using Function = std::function<at::Tensor(const std::vector<at::Tensor>&)>;

/// The output and the gradients of sum(output * fixed noise) by every input.
inline std::vector<at::Tensor> run(const Function& f, const std::vector<at::Tensor>& inputs,
                                   at::ScalarType type) {
  std::vector<at::Tensor> leaves;
  for (const auto& input : inputs) leaves.push_back(input.detach().to(type).clone().requires_grad_(true));
  const auto out = f(leaves);
  const auto objective = (out * normal(out.sizes(), 99).to(out.scalar_type())).sum();
  std::vector<at::Tensor> results{out.detach()};
  for (auto& g : torch::autograd::grad({objective}, leaves)) results.push_back(g);
  return results;
}

/// Forward and every gradient of `f` in fp32 against `reference` in double.
inline void expect_same_function(const Function& f, const Function& reference,
                                 const std::vector<at::Tensor>& inputs, double tolerance = 1e-5) {
  const auto found = run(f, inputs, at::kFloat), expected = run(reference, inputs, at::kDouble);
  for (size_t i = 0; i < found.size(); ++i) {
    SCOPED_TRACE(i == 0 ? "output" : "gradient of input " + std::to_string(i - 1));
    expect_close(found[i], expected[i], tolerance);
  }
}

/// Forward and gradients have the same bits with 1, 2 and 3 threads.
inline void expect_same_with_any_threads(const Function& f, const std::vector<at::Tensor>& inputs) {
  const int before = at::get_num_threads();
  at::set_num_threads(1);
  const auto expected = run(f, inputs, at::kFloat);
  for (const int threads : {2, 3}) {
    at::set_num_threads(threads);
    const auto found = run(f, inputs, at::kFloat);
    for (size_t i = 0; i < found.size(); ++i)
      EXPECT_TRUE(at::equal(found[i], expected[i])) << threads << " " << i;
  }
  at::set_num_threads(before);
}

}  // namespace attend::ops
