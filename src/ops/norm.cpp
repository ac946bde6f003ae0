#include "attend/ops/norm.h"

#include <ATen/ATen.h>

#include "attend/ops/dropout.h"
#include "attend/ops/shape.h"

namespace attend::ops {
namespace {

void check_norm(std::string_view operation, const at::Tensor& x, const NormParameters& norm) {
  check_last_extent(operation, "x", x, {"D"});
  check_shape(operation, "weight", norm.weight, {{"D", x.size(-1)}});
  check_shape(operation, "bias", norm.bias, {{"D", x.size(-1)}});
}

}  // namespace

at::Tensor layer_norm(const at::Tensor& x, const NormParameters& norm) {
  check_norm("layer_norm", x, norm);
  return at::layer_norm(x, {x.size(-1)}, norm.weight, norm.bias, norm.eps);
}

at::Tensor add_norm(const at::Tensor& x, const at::Tensor& y, const NormParameters& norm, double p,
                    Stream& stream) {
  check_norm("add_norm", x, norm);
  check_same_shape("add_norm", "y", y, x);
  return layer_norm(x + dropout(y, p, stream), norm);
}

}  // namespace attend::ops
