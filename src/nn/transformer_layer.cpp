#include "attend/nn/transformer_layer.h"

namespace attend::nn {

EncoderLayerImpl::EncoderLayerImpl(const TransformerLayerOptions& options)
    : self_attn(register_module("self_attn", SelfAttention(options.attention))),
      self_attn_layer_norm(register_module("self_attn_layer_norm", LayerNorm(options.attention.d_model))),
      feed_forward(register_module("feed_forward", FeedForward(options.feed_forward))),
      final_layer_norm(register_module("final_layer_norm", LayerNorm(options.attention.d_model))),
      residual_(options.residual) {}

torch::Tensor EncoderLayerImpl::forward(const torch::Tensor& x, const ops::AttentionMask& mask,
                                        Context& context) {
  auto y = residual(x, self_attn_layer_norm, residual_, context,
                    [&](const auto& in) { return self_attn->forward(in, mask, context); });
  return residual(y, final_layer_norm, residual_, context,
                  [&](const auto& in) { return feed_forward->forward(in, context); });
}

void DecoderLayerCache::select(const torch::Tensor& rows) {
  self.select(rows);
  memory.select(rows);
}

DecoderLayerImpl::DecoderLayerImpl(const TransformerLayerOptions& options)
    : self_attn(register_module("self_attn", SelfAttention(options.attention))),
      self_attn_layer_norm(register_module("self_attn_layer_norm", LayerNorm(options.attention.d_model))),
      encoder_attn(register_module("encoder_attn", CrossAttention(options.attention))),
      encoder_attn_layer_norm(
          register_module("encoder_attn_layer_norm", LayerNorm(options.attention.d_model))),
      feed_forward(register_module("feed_forward", FeedForward(options.feed_forward))),
      final_layer_norm(register_module("final_layer_norm", LayerNorm(options.attention.d_model))),
      heads_(options.attention.heads),
      residual_(options.residual) {}

torch::Tensor DecoderLayerImpl::forward(const torch::Tensor& x, const torch::Tensor& memory,
                                        const ops::AttentionMask& memory_mask, Context& context) {
  auto y = residual(x, self_attn_layer_norm, residual_, context, [&](const auto& in) {
    return self_attn->forward(in, ops::AttentionMask::causal(), context);
  });
  auto z = residual(y, encoder_attn_layer_norm, residual_, context, [&](const auto& in) {
    return encoder_attn->forward(in, encoder_attn->project_memory(memory), memory_mask, context);
  });
  return residual(z, final_layer_norm, residual_, context,
                  [&](const auto& in) { return feed_forward->forward(in, context); });
}

torch::Tensor DecoderLayerImpl::step(const torch::Tensor& x, DecoderLayerCache& cache,
                                     const ops::AttentionMask& memory_mask) {
  auto context = Context::inference();
  auto y = residual(x, self_attn_layer_norm, residual_, context,
                    [&](const auto& in) { return self_attn->step(in, cache.self); });
  auto z = residual(y, encoder_attn_layer_norm, residual_, context, [&](const auto& in) {
    return encoder_attn->forward(in.unsqueeze(1), cache.memory, memory_mask, context).squeeze(1);
  });
  return residual(z, final_layer_norm, residual_, context,
                  [&](const auto& in) { return feed_forward->forward(in, context); });
}

DecoderLayerCache DecoderLayerImpl::start(const torch::Tensor& memory, int64_t capacity) {
  const auto head_size = memory.size(2) / heads_;
  return {KeyValueCache(memory.size(0), heads_, capacity, head_size, memory.options()),
          encoder_attn->project_memory(memory)};
}

}  // namespace attend::nn
