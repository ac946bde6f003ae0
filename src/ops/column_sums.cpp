#include "column_sums.h"

#include "parallel.h"
#include <ATen/ATen.h>

namespace attend::ops {

at::Tensor column_sums(const at::Tensor& matrix) {
  if (!has_kernels(matrix)) return matrix.sum(0);
  const auto rows = matrix.contiguous();
  const int64_t columns = rows.size(1);
  const Slabs slabs{rows.size(0)};
  auto sums = at::zeros({slabs.count(), columns}, rows.options());
  for_each_range(slabs.count(), 1, [&](Range range) {
    for (int64_t slab = range.first; slab < range.last; ++slab) {
      kernels().column_sums(rows.const_data_ptr<float>(), columns, slabs.range(slab),
                            sums.mutable_data_ptr<float>() + slab * columns);
    }
  });
  auto total = at::zeros({columns}, rows.options());
  kernels().column_sums(sums.const_data_ptr<float>(), columns, {0, slabs.count()},
                        total.mutable_data_ptr<float>());
  return total;
}

}  // namespace attend::ops
