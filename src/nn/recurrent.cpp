#include "attend/nn/recurrent.h"

#include <torch/nn/modules/container/modulelist.h>

#include "attend/ops/dropout.h"
#include "attend/ops/gru.h"
#include "attend/ops/linear.h"

namespace attend::nn {

GruLayerImpl::GruLayerImpl(int64_t input_size, int64_t hidden_size)
    : weight_ih(register_parameter("weight_ih", torch::zeros({3 * hidden_size, input_size}))),
      weight_hh(register_parameter("weight_hh", torch::zeros({3 * hidden_size, hidden_size}))),
      bias_ih(register_parameter("bias_ih", torch::zeros({3 * hidden_size}))),
      bias_hh(register_parameter("bias_hh", torch::zeros({3 * hidden_size}))) {}

torch::Tensor GruLayerImpl::project(const torch::Tensor& x) const {
  return ops::linear(x, weight_ih, bias_ih);
}

torch::Tensor GruLayerImpl::forward(const torch::Tensor& projected, const torch::Tensor& initial) const {
  return ops::gru(projected, initial, weight_hh, bias_hh);
}

GruImpl::GruImpl(const GruOptions& options) : options_(options) {
  torch::nn::ModuleList list;
  for (int64_t i = 0; i < options.layers; ++i) {
    layers.emplace_back(i == 0 ? options.input_size : options.hidden_size, options.hidden_size);
    list->push_back(layers.back());
  }
  register_module("layers", list);
}

std::vector<torch::Tensor> GruImpl::forward(const torch::Tensor& projected,
                                            const std::vector<torch::Tensor>& initial,
                                            Context& context) const {
  const double dropout = context.training ? options_.dropout : 0.0;
  std::vector<torch::Tensor> states{layers[0]->forward(projected, initial[0])};
  for (size_t i = 1; i < layers.size(); ++i) {
    const auto below = ops::dropout(states.back(), dropout, context.stream);
    states.push_back(layers[i]->forward(layers[i]->project(below), initial[i]));
  }
  return states;
}

}  // namespace attend::nn
