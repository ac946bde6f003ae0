#pragma once

#include <optional>
#include <string_view>
#include <utility>
#include <vector>

#include "attend/models/seq2seq.h"
#include "attend/models/translation_vocabulary.h"
#include "attend/nn/embedding.h"
#include "attend/nn/transformer_stack.h"

namespace attend {

/// Which tables are one: none; the target embedding and the projection (Press and Wolf 2017); or the source
/// embedding too, which needs one vocabulary for both sides (Vaswani et al. 2017, section 3.4).
enum class TiedEmbeddings { none, target, all };

std::vector<std::pair<TiedEmbeddings, std::string_view>> enum_names(TiedEmbeddings);

/// The shape of a Transformer, under the keys of Hugging Face's Marian configuration where it has one.
struct TransformerOptions {
  int64_t d_model = 512;
  int64_t encoder_layers = 6;
  int64_t decoder_layers = 6;
  int64_t encoder_attention_heads = 8;
  int64_t decoder_attention_heads = 8;
  int64_t encoder_ffn_dim = 2048;
  int64_t decoder_ffn_dim = 2048;
  ops::Activation activation_function = ops::Activation::relu;
  nn::NormPosition norm = nn::NormPosition::post;
  nn::PositionType positions = nn::PositionType::sinusoidal;
  int64_t max_position_embeddings = 512;
  TiedEmbeddings tied_embeddings = TiedEmbeddings::all;
  bool scale_embedding = true;
  bool attention_bias = true;
  bool feed_forward_bias = true;
  bool output_bias = false;
  double dropout = 0.1;
  double attention_dropout = 0.0;
  double activation_dropout = 0.0;
  std::optional<double> embedding_std;  ///< of the initial embeddings; d_model^-0.5 where absent
};

/// The Transformer (Vaswani et al. 2017, "Attention Is All You Need") as an encoder-decoder.
class Transformer : public Seq2Seq {
 public:
  /// Parameters are zero (norms: identity) until `initialise` or a loader fills them.
  Transformer(const TransformerOptions& options, const TranslationVocabulary& vocabulary);

  /// Xavier-uniform matrices, normal embeddings with zeros for pad, zero biases; a function of the seed.
  void initialise(uint64_t seed);

  Memory encode(const torch::Tensor& source, const torch::Tensor& lengths, Context& context) override;
  torch::Tensor decode(const Memory& memory, const torch::Tensor& inputs, Context& context) override;
  torch::Tensor project(const torch::Tensor& hidden) override;
  LossSum loss(const torch::Tensor& hidden, const torch::Tensor& targets,
               const TargetLossOptions& options) override;
  std::unique_ptr<DecoderState> start(const Memory& memory) override;
  torch::Tensor step(const torch::Tensor& tokens, DecoderState& state) override;

  int64_t start_id() const override { return vocabulary_.start; }
  int64_t end_id() const override { return vocabulary_.target_end; }
  int64_t target_vocab_size() const override { return vocabulary_.target_size; }
  int64_t max_length() const override { return options_.max_position_embeddings; }
  double activations(const PairShape& batch) const override;

  const TransformerOptions& options() const { return options_; }
  const TranslationVocabulary& vocabulary() const { return vocabulary_; }

 private:
  const torch::Tensor& output_weight() const;

  TransformerOptions options_;
  TranslationVocabulary vocabulary_;
  nn::TokenEmbedding source_embedding_{nullptr};
  nn::TokenEmbedding target_embedding_{nullptr};  // the same module as source_embedding_ where all are tied
  nn::PositionEmbedding source_positions_{nullptr};
  nn::PositionEmbedding target_positions_{nullptr};
  nn::TransformerEncoder encoder_{nullptr};
  nn::TransformerDecoder decoder_{nullptr};
  nn::Linear lm_head_{nullptr};  // null where the projection is tied
  torch::Tensor output_bias_;    // [V] or undefined
};

}  // namespace attend
