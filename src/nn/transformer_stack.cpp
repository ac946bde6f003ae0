#include "attend/nn/transformer_stack.h"

#include <string>

#include <torch/nn/modules/container/modulelist.h>

namespace attend::nn {
namespace {

// The blocks of a stack, registered in `parent` as "layers.0", "layers.1", ...
template <class Layer>
std::vector<Layer> make_layers(torch::nn::Module& parent, const TransformerStackOptions& options) {
  std::vector<Layer> layers;
  torch::nn::ModuleList list;
  for (int64_t i = 0; i < options.layers; ++i) {
    layers.emplace_back(options.layer);
    list->push_back(layers.back());
  }
  parent.register_module("layers", list);
  return layers;
}

LayerNorm make_last_norm(torch::nn::Module& parent, const TransformerStackOptions& options) {
  if (options.layer.residual.norm == NormPosition::post) return nullptr;
  return parent.register_module("layer_norm",
                                LayerNorm(options.layer.attention.d_model, options.layer.residual.norm_eps));
}

}  // namespace

TransformerEncoderImpl::TransformerEncoderImpl(const TransformerStackOptions& options)
    : layers(make_layers<EncoderLayer>(*this, options)), layer_norm(make_last_norm(*this, options)) {}

torch::Tensor TransformerEncoderImpl::forward(torch::Tensor x, const ops::AttentionMask& mask,
                                              Context& context) {
  for (auto& layer : layers) x = layer->forward(x, mask, context);
  return last_norm(x);
}

torch::Tensor TransformerEncoderImpl::first(torch::Tensor x, const ops::AttentionMask& mask,
                                            Context& context) {
  for (size_t i = 0; i + 1 < layers.size(); ++i) x = layers[i]->forward(x, mask, context);
  return last_norm(layers.back()->first(x, mask, context));
}

torch::Tensor TransformerEncoderImpl::last_norm(const torch::Tensor& x) const {
  return layer_norm.is_empty() ? x : layer_norm->forward(x);
}

TransformerDecoderImpl::TransformerDecoderImpl(const TransformerStackOptions& options)
    : layers(make_layers<DecoderLayer>(*this, options)), layer_norm(make_last_norm(*this, options)) {}

torch::Tensor TransformerDecoderImpl::forward(torch::Tensor x, const torch::Tensor& memory,
                                              const ops::AttentionMask& memory_mask, Context& context) {
  for (auto& layer : layers) x = layer->forward(x, memory, memory_mask, context);
  return last_norm(x);
}

torch::Tensor TransformerDecoderImpl::step(torch::Tensor x, std::vector<DecoderLayerCache>& caches,
                                           const VisibleCaches& visible) {
  for (size_t i = 0; i < layers.size(); ++i) x = layers[i]->step(x, caches[i], visible);
  return last_norm(x);
}

std::vector<DecoderLayerCache> TransformerDecoderImpl::start(const torch::Tensor& memory) {
  std::vector<DecoderLayerCache> caches;
  for (auto& layer : layers) caches.push_back(layer->start(memory));
  return caches;
}

torch::Tensor TransformerDecoderImpl::last_norm(const torch::Tensor& x) const {
  return layer_norm.is_empty() ? x : layer_norm->forward(x);
}

}  // namespace attend::nn
