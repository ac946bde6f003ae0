#include "attend/nn/packed_layer.h"

#include "attend/ops/linear.h"

namespace attend::nn {

void PackedLayer::train(bool on) {
  Module::train(on);
  if (on) packed_.reset();
}

const ops::PackedWeight* PackedLayer::packed() const {
  return packed_ && !torch::GradMode::is_enabled() ? &*packed_ : nullptr;
}

torch::Tensor PackedLayer::multiply(const torch::Tensor& x, const torch::Tensor& bias) const {
  const auto* copy = packed();
  return copy ? ops::linear(x, *copy, bias) : ops::linear(x, weight, bias);
}

}  // namespace attend::nn
