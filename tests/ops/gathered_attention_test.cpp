#include "attend/ops/gathered_attention.h"

#include "ops/compare.h"

#include "attend/ops/attention.h"

namespace attend::ops {
namespace {

// 6 queries over a table of 30 rows; query n sees counts[n] of 9 rows.
struct Case {
  at::Tensor queries = normal({6, 24}, 1);
  at::Tensor table = normal({30, 48}, 2);
  VisibleRows visible{at::arange(54, at::kLong).mul_(7).remainder_(30).view({6, 9}),
                      at::arange(6, at::kLong).mul_(2).clamp_max_(9)};
};

at::Tensor plain(const Case& c, at::ScalarType type) {
  return gathered_attention(c.queries.to(type), c.table.to(type), c.visible, /*heads=*/3);
}

TEST(GatheredAttention, IsAttentionOverCopiesOfTheRows) {
  const Case c;
  expect_close(plain(c, at::kFloat), plain(c, at::kDouble), 1e-6);
}

TEST(GatheredAttention, AQueryThatSeesNothingGivesZeros) {
  const Case c;  // counts[0] is 0
  EXPECT_EQ(plain(c, at::kFloat)[0].abs().max().item<float>(), 0);
  EXPECT_EQ(plain(c, at::kDouble)[0].abs().max().item<double>(), 0);
}

TEST(GatheredAttention, DependsNeitherOnNeighboursNorOnPadding) {
  const Case c;
  const auto all = plain(c, at::kFloat);
  for (int64_t n = 1; n < 6; ++n) {
    const auto count = c.visible.counts[n].item<int64_t>();
    const VisibleRows own{c.visible.rows.narrow(0, n, 1).narrow(1, 0, count), {}};
    const auto alone = gathered_attention(c.queries.narrow(0, n, 1), c.table, own, 3);
    EXPECT_TRUE(at::equal(alone[0], all[n])) << n;
  }
}

}  // namespace
}  // namespace attend::ops
