#include "attend/ops/embedding.h"

#include <ATen/ATen.h>

#include "attend/ops/dropout.h"
#include "attend/ops/shape.h"

namespace attend::ops {

at::Tensor embed(const at::Tensor& ids, const at::Tensor& weight, const at::Tensor& positions,
                 const EmbedOptions& options, Stream& stream) {
  check_int64("embed", "ids", ids);
  check_shape("embed", "ids", ids, {{"B"}, {"T"}});
  check_shape("embed", "weight", weight, {{"V"}, {"D"}});
  auto x = at::embedding(weight, ids, options.frozen_row);
  if (positions.defined()) {
    check_shape("embed", "positions", positions, {{"T", ids.size(1)}, {"D", weight.size(1)}});
    x = at::add(positions.to(x.scalar_type()), x, options.scale);
  } else if (options.scale != 1.0) {
    x = x * options.scale;
  }
  return dropout(x, options.dropout, stream);
}

}  // namespace attend::ops
