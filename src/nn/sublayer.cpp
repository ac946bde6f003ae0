#include "attend/nn/sublayer.h"

#include "attend/ops/dropout.h"

namespace attend::nn {

std::vector<std::pair<NormPosition, std::string_view>> enum_names(NormPosition) {
  return {{NormPosition::post, "post"}, {NormPosition::pre, "pre"}};
}

torch::Tensor residual(const torch::Tensor& x, const LayerNorm& norm, const ResidualOptions& options,
                       Context& context, const std::function<torch::Tensor(const torch::Tensor&)>& f) {
  return residual(x, x, norm, options, context, f);
}

torch::Tensor residual(const torch::Tensor& x, const torch::Tensor& kept, const LayerNorm& norm,
                       const ResidualOptions& options, Context& context,
                       const std::function<torch::Tensor(const torch::Tensor&)>& f) {
  const double dropout = context.training ? options.dropout : 0.0;
  if (options.norm == NormPosition::post) return norm->add_norm(kept, f(x), dropout, context.stream);
  return ops::add_dropout(kept, f(norm->forward(x)), dropout, context.stream);
}

}  // namespace attend::nn
