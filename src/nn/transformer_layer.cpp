#include "attend/nn/transformer_layer.h"

namespace attend::nn {
namespace {

LayerNorm make_norm(const TransformerLayerOptions& options) {
  return LayerNorm(options.attention.d_model, options.residual.norm_eps);
}

}  // namespace

EncoderLayerImpl::EncoderLayerImpl(const TransformerLayerOptions& options)
    : self_attn(register_module("self_attn", SelfAttention(options.attention))),
      self_attn_layer_norm(register_module("self_attn_layer_norm", make_norm(options))),
      feed_forward(register_module("feed_forward", FeedForward(options.feed_forward))),
      final_layer_norm(register_module("final_layer_norm", make_norm(options))),
      residual_(options.residual) {}

torch::Tensor EncoderLayerImpl::forward(const torch::Tensor& x, const ops::AttentionMask& mask,
                                        Context& context) {
  auto y = residual(x, self_attn_layer_norm, residual_, context,
                    [&](const auto& in) { return self_attn->forward(in, mask, context); });
  return residual(y, final_layer_norm, residual_, context,
                  [&](const auto& in) { return feed_forward->forward(in, context); });
}

torch::Tensor EncoderLayerImpl::first(const torch::Tensor& x, const ops::AttentionMask& mask,
                                      Context& context) {
  auto y = residual(x, x.select(1, 0), self_attn_layer_norm, residual_, context,
                    [&](const auto& in) { return self_attn->first(in, mask, context); });
  return residual(y, final_layer_norm, residual_, context,
                  [&](const auto& in) { return feed_forward->forward(in, context); });
}

DecoderLayerImpl::DecoderLayerImpl(const TransformerLayerOptions& options)
    : self_attn(register_module("self_attn", SelfAttention(options.attention))),
      self_attn_layer_norm(register_module("self_attn_layer_norm", make_norm(options))),
      encoder_attn(register_module("encoder_attn", CrossAttention(options.attention))),
      encoder_attn_layer_norm(register_module("encoder_attn_layer_norm", make_norm(options))),
      feed_forward(register_module("feed_forward", FeedForward(options.feed_forward))),
      final_layer_norm(register_module("final_layer_norm", make_norm(options))),
      residual_(options.residual) {}

torch::Tensor DecoderLayerImpl::forward(const torch::Tensor& x, const torch::Tensor& memory,
                                        const ops::AttentionMask& memory_mask, Context& context) {
  auto y = residual(x, self_attn_layer_norm, residual_, context, [&](const auto& in) {
    return self_attn->forward(in, ops::AttentionMask::causal(), context);
  });
  auto z = residual(y, encoder_attn_layer_norm, residual_, context,
                    [&](const auto& in) { return encoder_attn->forward(in, memory, memory_mask, context); });
  return residual(z, final_layer_norm, residual_, context,
                  [&](const auto& in) { return feed_forward->forward(in, context); });
}

torch::Tensor DecoderLayerImpl::step(const torch::Tensor& x, DecoderLayerCache& cache,
                                     const VisibleCaches& visible) {
  auto context = Context::inference();
  auto y = residual(x, self_attn_layer_norm, residual_, context,
                    [&](const auto& in) { return self_attn->step(in, cache.self, visible.self); });
  auto z = residual(y, encoder_attn_layer_norm, residual_, context,
                    [&](const auto& in) { return encoder_attn->step(in, cache.memory, visible.memory); });
  return residual(z, final_layer_norm, residual_, context,
                  [&](const auto& in) { return feed_forward->forward(in, context); });
}

DecoderLayerCache DecoderLayerImpl::start(const torch::Tensor& memory) {
  return {KeyValueCache(2 * memory.size(2), memory.options()), encoder_attn->memory_rows(memory)};
}

}  // namespace attend::nn
