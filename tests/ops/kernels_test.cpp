#include "kernels/kernels.h"

#include "ops/compare.h"

namespace attend::ops {
namespace {

// Every instruction set that this processor runs against the portable one; sizes that fill no vector.
constexpr int64_t kRows = 29, kSize = 301;
const MaskSource kMask{.key = 0x123456789abcdef0, .threshold = 20000, .scale = 1.44F};

using Results = std::vector<at::Tensor>;

float* data(at::Tensor& tensor) { return tensor.mutable_data_ptr<float>(); }

void expect_equal(const Results& found, const Results& expected, double tolerance) {
  for (size_t i = 0; i < found.size(); ++i) expect_close(found[i], expected[i], tolerance);
}

Results products_in(const Kernels& kernels, ProductPrecision precision) {
  const auto a = normal({kRows, kSize}, 1), b = normal({kSize, 83}, 2), bias = normal({83}, 3);
  auto c = at::zeros({kRows, 83});
  Product task{.a = {a.const_data_ptr<float>(), kSize, 1},
               .b = {b.const_data_ptr<float>(), 83, 1},
               .c = data(c),
               .c_stride = 83,
               .depth = kSize,
               .bias = bias.const_data_ptr<float>(),
               .relu = true,
               .precision = precision};
  auto scratch = at::empty({kernels.scratch_floats});
  kernels.product(task, {0, kRows}, {0, 83}, data(scratch));
  task.accumulate = true;
  task.relu = false;
  kernels.product(task, {3, 20}, {7, 60}, data(scratch));
  // Transposed, as gradients of weights are.
  auto transposed = at::zeros({kSize, 83});
  const Product of_weight{.a = {a.const_data_ptr<float>(), 1, kSize},
                          .b = {b.const_data_ptr<float>(), 83, 1},
                          .c = data(transposed),
                          .c_stride = 83,
                          .depth = kRows,
                          .precision = precision};
  kernels.product(of_weight, {0, kSize}, {0, 83}, data(scratch));
  return {c, transposed};
}

Results products(const Kernels& kernels) { return products_in(kernels, ProductPrecision::fp32); }
Results rounded_products(const Kernels& kernels) { return products_in(kernels, ProductPrecision::bf16); }

// Depths and columns that fill no tile and no word.
at::Tensor quantised_product(const Kernels& kernels, const at::Tensor& x, const at::Tensor& weight,
                             const at::Tensor& bias) {
  const int64_t rows = x.size(0), depth = x.size(1), columns = weight.size(0),
                words = (depth + kernels.quantised_steps - 1) / kernels.quantised_steps,
                padded = (columns + kernels.tile_columns - 1) / kernels.tile_columns * kernels.tile_columns;
  auto a = at::full({rows, words}, 0x55555555, at::kInt), starts = at::zeros({padded}, at::kInt);
  auto a_scales = at::zeros({rows}), b_scales = at::zeros({padded}), c = at::zeros({rows, columns});
  auto b = at::zeros({padded * words * kernels.quantised_steps}, at::kChar);
  kernels.quantise_rows({x.const_data_ptr<float>(), depth, depth, a.mutable_data_ptr(), data(a_scales)},
                        {0, rows});
  kernels.quantise_columns({weight.const_data_ptr<float>(), depth, b.mutable_data_ptr<int8_t>(),
                            data(b_scales), starts.mutable_data_ptr<int32_t>()},
                           {0, columns});
  const QuantisedProduct task{.a = a.const_data_ptr(),
                              .a_scales = a_scales.const_data_ptr<float>(),
                              .b = b.const_data_ptr<int8_t>(),
                              .b_scales = b_scales.const_data_ptr<float>(),
                              .b_starts = starts.const_data_ptr<int32_t>(),
                              .c = data(c),
                              .c_stride = columns,
                              .words = words,
                              .columns = columns,
                              .bias = bias.const_data_ptr<float>(),
                              .relu = true};
  kernels.quantised_product(task, {0, 11}, {0, columns});
  kernels.quantised_product(task, {11, rows}, {0, columns});
  return c;
}

Results quantised_products(const Kernels& kernels) {
  return {
      quantised_product(kernels, normal({kRows, kSize}, 1), normal({83, kSize}, 2), normal({83}, 3)),
      quantised_product(kernels, normal({kRows, kSize + 2}, 1), normal({83, kSize + 2}, 2), normal({83}, 3))};
}

Results norms(const Kernels& kernels) {
  const auto x = normal({kRows, kSize}, 1), y = normal({kRows, kSize}, 2), weight = normal({kSize}, 3);
  Results r;
  for (int i = 0; i < 4; ++i) r.push_back(at::zeros({kRows, kSize}));
  r.push_back(at::zeros({kRows}));
  r.push_back(at::zeros({2, kSize}));
  const float *px = x.const_data_ptr<float>(), *py = y.const_data_ptr<float>(),
              *pw = weight.const_data_ptr<float>();
  kernels.add_norm({px, py, pw, pw, data(r[0]), data(r[1]), data(r[4]), kSize, 1e-5F, kMask}, {0, kRows});
  kernels.add_norm_backward({py, data(r[1]), data(r[4]), pw, data(r[2]), data(r[3]), kSize, kMask},
                            {0, kRows}, data(r[5]), data(r[5]) + kSize);
  return r;
}

Results losses(const Kernels& kernels) {
  const auto targets = at::arange(kRows, at::kLong).mul_(10).sub_(20);
  Results r{normal({kRows, kSize}, 1) * 20, at::zeros({kRows}), at::zeros({kRows})};
  kernels.softmax_loss(
      {data(r[0]), targets.const_data_ptr<int64_t>(), kSize, 0.1F, data(r[1]), data(r[2]), true}, {0, kRows});
  return r;
}

Results masks(const Kernels& kernels) {
  auto factors = at::zeros({1000});
  kernels.mask_factors(kMask, /*first=*/77, factors.numel(), data(factors));
  return {factors};
}

// Queries over rows in any order, some seeing only a part, heads that fill no vector.
Results attentions(const Kernels& kernels) {
  const int64_t queries = 5, positions = 7, heads = 3, size = 11, width = heads * size;
  const auto q = normal({queries, width}, 1), table = normal({40, 2 * width}, 2);
  const auto rows = at::arange(queries * positions, at::kLong).mul_(13).remainder_(40);
  const auto counts = at::arange(queries, at::kLong).add_(0);
  Results r{at::zeros({queries, width}), at::zeros({heads * positions})};
  kernels.gathered_attention(
      {q.const_data_ptr<float>(), width, table.const_data_ptr<float>(), rows.const_data_ptr<int64_t>(),
       counts.const_data_ptr<int64_t>(), data(r[0]), positions, heads, size, 0.3F},
      {0, queries}, data(r[1]));
  return {r[0]};
}

// Rows that see ever more keys, and their gradient.
Results weights(const Kernels& kernels) {
  Results r{normal({kRows, kSize}, 1) * 5, normal({kRows, kSize}, 2)};
  const AttentionScores task{
      .scores = data(r[0]), .stride = kSize, .rows = kRows, .keys = 37, .seen_by_first = 12, .scale = 0.3F};
  kernels.attention_weights(task);
  kernels.attention_weights_backward(task, data(r[1]));
  return r;
}

Results candidates(const Kernels& kernels) {
  const auto logits = normal({kRows, kSize}, 1) * 3;
  Results r{at::zeros({kRows, 4}), at::zeros({kRows, 4}, at::kLong)};
  kernels.top_candidates(
      {logits.const_data_ptr<float>(), kSize, 4, data(r[0]), r[1].mutable_data_ptr<int64_t>()}, {0, kRows});
  return {r[0], r[1]};
}

TEST(Kernels, EveryInstructionSetComputesTheSame) {
  for (int number = 1; const Kernels* set = kernels_at(number); ++number) {
    SCOPED_TRACE(set->name);
    expect_equal(attentions(*set), attentions(kPortableKernels), 1e-6);
    expect_equal(candidates(*set), candidates(kPortableKernels), 1e-6);
    expect_equal(products(*set), products(kPortableKernels), 1e-6);
    expect_equal(rounded_products(*set), rounded_products(kPortableKernels), 2e-6);
    expect_equal(quantised_products(*set), quantised_products(kPortableKernels), 1e-6);
    expect_equal(norms(*set), norms(kPortableKernels), 1e-6);
    expect_equal(losses(*set), losses(kPortableKernels), 1e-6);
    expect_equal(weights(*set), weights(kPortableKernels), 1e-6);
    expect_equal(masks(*set), masks(kPortableKernels), 0);
  }
}

// Integers up to 127 are quantised without a loss, so every product of them is the same to the bit.
TEST(Kernels, QuantisedProductsOfIntegersAreExact) {
  const auto integers = [](int64_t rows, int64_t size, int seed) {
    auto result = (normal({rows, size}, seed) * 60).round().clamp(-127, 127);
    result.select(1, size / 2).fill_(-127);
    return result;
  };
  for (const int64_t depth : {1, 2, 3, 4, 301}) {
    const auto x = integers(kRows, depth, 1), weight = integers(83, depth, 2),
               bias = integers(83, 1, 3).view(-1);
    const auto expected = at::linear(x.to(at::kDouble), weight.to(at::kDouble), bias.to(at::kDouble)).relu();
    for (int number = 0; const Kernels* set = kernels_at(number); ++number)
      expect_close(quantised_product(*set, x, weight, bias), expected.to(at::kFloat), 0);
  }
}

TEST(Kernels, TheChosenSetIsTheLast) {
  int count = 0;
  while (kernels_at(count) != nullptr) ++count;
  EXPECT_EQ(kernels_at(count - 1), &kernels());
}

}  // namespace
}  // namespace attend::ops
