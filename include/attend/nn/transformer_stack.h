#pragma once

#include <vector>

#include <torch/nn/module.h>
#include <torch/nn/pimpl.h>
#include <torch/types.h>

#include "attend/nn/transformer_layer.h"

namespace attend::nn {

/// N equal blocks; with pre-norm blocks a norm follows the last (Xiong et al. 2020).
struct TransformerStackOptions {
  int64_t layers = 6;
  TransformerLayerOptions layer;
};

/// Encoder blocks, one after the other.
class TransformerEncoderImpl : public torch::nn::Module {
 public:
  explicit TransformerEncoderImpl(const TransformerStackOptions& options);

  /// x [B, S, D] -> [B, S, D]
  torch::Tensor forward(torch::Tensor x, const ops::AttentionMask& mask, Context& context);
  /// Its first position alone, [B, D]: the last block computes no other, which spares most of its work.
  torch::Tensor first(torch::Tensor x, const ops::AttentionMask& mask, Context& context);

  std::vector<EncoderLayer> layers;
  LayerNorm layer_norm{nullptr};  ///< null with post-norm blocks

 private:
  torch::Tensor last_norm(const torch::Tensor& x) const;
};
TORCH_MODULE(TransformerEncoder);

/// Decoder blocks, one after the other; each attends to the encoder's last output.
class TransformerDecoderImpl : public torch::nn::Module {
 public:
  explicit TransformerDecoderImpl(const TransformerStackOptions& options);

  /// x [B, T, D], memory [B, S, D] -> [B, T, D]
  torch::Tensor forward(torch::Tensor x, const torch::Tensor& memory, const ops::AttentionMask& memory_mask,
                        Context& context);
  /// One more position: x [N, D] -> [N, D].
  torch::Tensor step(torch::Tensor x, std::vector<DecoderLayerCache>& caches, const VisibleCaches& visible);
  /// Empty caches, one a block, over memory [B, S, D].
  std::vector<DecoderLayerCache> start(const torch::Tensor& memory);

  std::vector<DecoderLayer> layers;
  LayerNorm layer_norm{nullptr};  ///< null with post-norm blocks

 private:
  torch::Tensor last_norm(const torch::Tensor& x) const;
};
TORCH_MODULE(TransformerDecoder);

}  // namespace attend::nn
