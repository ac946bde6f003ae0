#include "attend/ops/embedding.h"

#include <algorithm>

#include "autograd.h"
#include "parallel.h"
#include "weight_gradient.h"
#include <ATen/ATen.h>
#include <torch/csrc/autograd/custom_function.h>

#include "attend/ops/dropout.h"
#include "attend/ops/shape.h"

namespace attend::ops {
namespace {

// sum[ids[i]] += rows[i] for all ids but `frozen_row`, each column on one thread.
void add_rows(at::Tensor& sum, const at::Tensor& ids, const at::Tensor& rows, int64_t frozen_row) {
  const int64_t size = sum.size(1), count = ids.numel();
  const auto* id = ids.const_data_ptr<int64_t>();
  const auto* from = rows.const_data_ptr<float>();
  auto* to = sum.mutable_data_ptr<float>();
  constexpr int64_t least_columns = 16;  // a line of the cache
  const int64_t grain = std::max(least_columns, kElementGrain / std::max<int64_t>(1, count));
  for_each_range(size, grain, [&](Range columns) {
    const int64_t first = columns.first, width = columns.last - first;
    for (int64_t i = 0; i < count; ++i) {
      if (id[i] == frozen_row) continue;
      kernels().column_sums(from + i * size + first, width, {0, 1}, to + id[i] * size + first);
    }
  });
}

// Rows of a table whose gradient is added to few of its rows.
struct Lookup : torch::autograd::Function<Lookup> {
  static at::Tensor forward(AutogradContext* context, const at::Tensor& weight, const at::Tensor& ids,
                            int64_t frozen_row) {
    context->saved_data["frozen_row"] = frozen_row;
    context->save_for_backward({weight, ids.contiguous()});
    return at::embedding(weight, ids);
  }

  static variable_list backward(AutogradContext* context, const variable_list& gradients) {
    const auto saved = context->get_saved_variables();
    const auto& weight = saved[0];
    const auto in_place = gradient_in_place(weight);
    auto sum = in_place ? *in_place : at::zeros(weight.sizes(), weight.options());
    add_rows(sum, saved[1], gradients[0].contiguous(), context->saved_data["frozen_row"].toInt());
    return {in_place ? at::Tensor() : sum, {}, {}};
  }
};

}  // namespace

at::Tensor look_up(const at::Tensor& ids, const at::Tensor& weight, int64_t frozen_row) {
  return has_kernels(weight) ? Lookup::apply(weight, ids, frozen_row)
                             : at::embedding(weight, ids, frozen_row);
}

at::Tensor embed(const at::Tensor& ids, const at::Tensor& weight, const at::Tensor& positions,
                 const EmbedOptions& options, Stream& stream) {
  check_int64("embed", "ids", ids);
  check_shape("embed", "ids", ids, {{"B"}, {"T"}});
  check_shape("embed", "weight", weight, {{"V"}, {"D"}});
  auto x = look_up(ids, weight, options.frozen_row);
  if (positions.defined()) {
    check_shape("embed", "positions", positions, {{"T", ids.size(1)}, {"D", weight.size(1)}});
    x = at::add(positions.to(x.scalar_type()), x, options.scale);
  } else if (options.scale != 1.0) {
    x = x * options.scale;
  }
  return dropout(x, options.dropout, stream);
}

}  // namespace attend::ops
