#include "attend/ops/gathered_attention.h"

#include <cmath>

#include "parallel.h"
#include <ATen/ATen.h>

#include "attend/ops/attention.h"
#include "attend/ops/shape.h"

namespace attend::ops {
namespace {

void check(const at::Tensor& queries, const at::Tensor& keys_values, const VisibleRows& visible) {
  constexpr auto operation = "gathered_attention";
  check_shape(operation, "queries", queries, {{"N"}, {"D"}});
  check_shape(operation, "keys_values", keys_values, {{"R"}, {"2 D", 2 * queries.size(1)}});
  check_int64(operation, "rows", visible.rows);
  check_shape(operation, "rows", visible.rows, {{"N", queries.size(0)}, {"P"}});
  if (visible.counts.defined()) check_shape(operation, "counts", visible.counts, {{"N", queries.size(0)}});
}

// The plain formula, on any device and in any type.
at::Tensor attend_to_copies(const at::Tensor& queries, const at::Tensor& keys_values,
                            const VisibleRows& visible, int64_t heads) {
  const auto n = queries.size(0), d = queries.size(1) / heads, positions = visible.rows.size(1);
  auto seen = keys_values.index_select(0, visible.rows.reshape(-1)).view({n, positions, 2, heads, d});
  seen = seen.permute({2, 0, 3, 1, 4});  // [2, N, H, P, d]
  const auto mask =
      visible.counts.defined() ? AttentionMask::of_lengths(visible.counts, positions) : AttentionMask();
  const auto q = queries.reshape({n, heads, 1, d});
  return attention(q, seen[0], seen[1], mask, 0.0, nullptr).reshape({n, heads * d});
}

}  // namespace

at::Tensor gathered_attention(const at::Tensor& queries, const at::Tensor& keys_values,
                              const VisibleRows& visible, int64_t heads) {
  check(queries, keys_values, visible);
  if (!has_kernels(queries) || !has_kernels(keys_values))
    return attend_to_copies(queries, keys_values, visible, heads);
  const auto q = queries.stride(1) == 1 ? queries : queries.contiguous();
  const auto table = keys_values.contiguous(), rows = visible.rows.contiguous();
  const auto counts = visible.counts.defined() ? visible.counts.contiguous() : visible.counts;
  auto out = at::empty(queries.sizes(), queries.options());
  const int64_t d = queries.size(1) / heads;
  const GatheredAttention task{.queries = q.const_data_ptr<float>(),
                               .query_stride = q.stride(0),
                               .keys_values = table.const_data_ptr<float>(),
                               .rows = rows.const_data_ptr<int64_t>(),
                               .counts = counts.defined() ? counts.const_data_ptr<int64_t>() : nullptr,
                               .out = out.mutable_data_ptr<float>(),
                               .positions = rows.size(1),
                               .heads = heads,
                               .head_size = d,
                               .scale = static_cast<float>(1.0 / std::sqrt(static_cast<double>(d)))};
  const int64_t work = std::max<int64_t>(1, rows.size(1) * queries.size(1));
  for_each_range(q.size(0), std::max<int64_t>(1, kElementGrain / work), [&](Range range) {
    std::vector<float> scores(static_cast<size_t>(heads * task.positions));
    kernels().gathered_attention(task, range, scores.data());
  });
  return out;
}

}  // namespace attend::ops
