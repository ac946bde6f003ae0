#pragma once

#include <torch/nn/module.h>
#include <torch/nn/pimpl.h>
#include <torch/types.h>

#include "attend/nn/attention.h"
#include "attend/nn/feed_forward.h"
#include "attend/nn/sublayer.h"

namespace attend::nn {

/// The size of the blocks of an encoder or a decoder.
struct TransformerLayerOptions {
  AttentionOptions attention;
  FeedForwardOptions feed_forward;
  ResidualOptions residual;
};

/// An encoder block: self-attention, feed-forward network, each with its residual sum and norm.
class EncoderLayerImpl : public torch::nn::Module {
 public:
  explicit EncoderLayerImpl(const TransformerLayerOptions& options);

  /// x [B, S, D] -> [B, S, D]
  torch::Tensor forward(const torch::Tensor& x, const ops::AttentionMask& mask, Context& context);
  /// Its first position alone: x [B, S, D] -> [B, D]. No other is computed past the keys and values.
  torch::Tensor first(const torch::Tensor& x, const ops::AttentionMask& mask, Context& context);

  SelfAttention self_attn{nullptr};
  LayerNorm self_attn_layer_norm{nullptr};
  FeedForward feed_forward{nullptr};
  LayerNorm final_layer_norm{nullptr};

 private:
  ResidualOptions residual_;
};
TORCH_MODULE(EncoderLayer);

/// What a decoder block keeps between steps.
struct DecoderLayerCache {
  KeyValueCache self;
  torch::Tensor memory;  ///< [B S, 2 D]: keys and values of the encoder's output
};

/// The rows of every block's cache that a batch of hypotheses sees.
struct VisibleCaches {
  ops::VisibleRows self;
  ops::VisibleRows memory;
};

/// A decoder block: causal self-attention, attention over the encoder's output, feed-forward network.
class DecoderLayerImpl : public torch::nn::Module {
 public:
  explicit DecoderLayerImpl(const TransformerLayerOptions& options);

  /// x [B, T, D], memory [B, S, D] -> [B, T, D]
  torch::Tensor forward(const torch::Tensor& x, const torch::Tensor& memory,
                        const ops::AttentionMask& memory_mask, Context& context);
  /// One more position: x [N, D] -> [N, D].
  torch::Tensor step(const torch::Tensor& x, DecoderLayerCache& cache, const VisibleCaches& visible);
  /// An empty cache over memory [B, S, D].
  DecoderLayerCache start(const torch::Tensor& memory);

  SelfAttention self_attn{nullptr};
  LayerNorm self_attn_layer_norm{nullptr};
  CrossAttention encoder_attn{nullptr};
  LayerNorm encoder_attn_layer_norm{nullptr};
  FeedForward feed_forward{nullptr};
  LayerNorm final_layer_norm{nullptr};

 private:
  ResidualOptions residual_;
};
TORCH_MODULE(DecoderLayer);

}  // namespace attend::nn
