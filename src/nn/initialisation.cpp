#include "attend/nn/initialisation.h"

#include <cmath>
#include <functional>

namespace attend::nn {
namespace {

// The numbers are made on the CPU, so that a seed gives the same model on every device.
void fill(torch::Tensor& weight, const std::function<double()>& draw) {
  torch::NoGradGuard no_grad;
  auto values = torch::empty(weight.sizes(), torch::kFloat);
  auto* data = values.data_ptr<float>();
  for (int64_t i = 0; i < values.numel(); ++i) data[i] = static_cast<float>(draw());
  weight.copy_(values);
}

}  // namespace

void init_uniform(torch::Tensor weight, double bound, Stream& stream) {
  fill(weight, [&] { return bound * (2 * stream.next_double() - 1); });
}

void init_normal(torch::Tensor weight, double std, Stream& stream) {
  fill(weight, [&] { return std * stream.next_normal(); });
}

void init_xavier(torch::Tensor weight, int64_t parts, Stream& stream) {
  const auto out = weight.size(0) / parts;
  init_uniform(weight, std::sqrt(6.0 / static_cast<double>(weight.size(1) + out)), stream);
}

}  // namespace attend::nn
