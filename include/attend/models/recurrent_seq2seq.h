#pragma once

#include <string_view>
#include <vector>

#include "attend/models/seq2seq.h"
#include "attend/models/translation_vocabulary.h"
#include "attend/nn/embedding.h"
#include "attend/nn/linear.h"
#include "attend/nn/recurrent.h"

namespace attend {

/// The shape of a recurrent encoder-decoder, whose sides have as many layers of the same size: the decoder
/// goes on where the encoder ended.
struct RecurrentOptions {
  int64_t embedding_size = 256;
  int64_t hidden_size = 512;
  int64_t num_hidden_layers = 2;  ///< of each side
  double dropout = 0.1;           ///< between layers, and of attention weights
  int64_t max_length = 512;       ///< longest source and target in tokens
  double embedding_std = 1.0;     ///< of the initial embeddings
};

/// What the recurrent models have in common: embeddings, an encoder of gated recurrent units that reads from
/// left to right, and a decoder of such units, whose first layer is given a context beside the word before.
/// How the context comes about is what the models differ in. Memory holds the states of all layers side by
/// side, [B, S, layers * D], the top one last: padding it or joining it with another is as good as doing so
/// with the sources.
class RecurrentSeq2Seq : public Seq2Seq {
 public:
  /// "gru", "bahdanau": the configuration's "model.type".
  virtual std::string_view type() const = 0;

  /// Xavier-uniform matrices (those of the three gates as one), normal embeddings with zeros for pad, zero
  /// biases; a function of the seed.
  void initialise(uint64_t seed);

  /// Padding comes after the last token, so nothing that is read of the states depends on it.
  Memory encode(const torch::Tensor& source, const torch::Tensor& lengths, Context& context) override;
  torch::Tensor project(const torch::Tensor& hidden) override;
  LossSum loss(const torch::Tensor& hidden, const torch::Tensor& targets,
               const TargetLossOptions& options) override;

  int64_t start_id() const override { return vocabulary_.start; }
  int64_t end_id() const override { return vocabulary_.target_end; }
  int64_t target_vocab_size() const override { return vocabulary_.target_size; }
  int64_t max_length() const override { return options_.max_length; }
  double activations(const PairShape& batch) const override;

  const RecurrentOptions& options() const { return options_; }
  const TranslationVocabulary& vocabulary() const { return vocabulary_; }

 protected:
  /// The states of the decoder's layers, [N, D] each, and whatever else a model adds.
  struct State : DecoderState {
    int64_t size() const override { return layers.front().size(0); }
    int64_t position() const override { return fed; }
    void select(const torch::Tensor& rows) override;

    std::vector<torch::Tensor> layers;
    int64_t fed = 0;
  };

  /// Parameters are zero until `initialise` or a loader fills them.
  RecurrentSeq2Seq(const RecurrentOptions& options, const TranslationVocabulary& vocabulary);

  /// What the words before give to the decoder's first layer: inputs [B, T] -> [T, B, 3D]
  torch::Tensor project_inputs(const torch::Tensor& inputs) const;
  /// The same for a context [..., D] -> [..., 3D]
  torch::Tensor project_context(const torch::Tensor& context) const {
    return context_proj_->forward(context);
  }
  /// Where the decoder begins, layer by layer: the encoder's state after the last token, [B, D].
  std::vector<torch::Tensor> initial_states(const Memory& memory) const;

  /// One step of the decoder: what its first layer is given [N, 3D] -> the top layer's states [N, D]
  torch::Tensor advance(const torch::Tensor& projected, State& state, Context& context) const;

  const nn::Gru& decoder() const { return decoder_; }

 private:
  RecurrentOptions options_;
  TranslationVocabulary vocabulary_;
  nn::TokenEmbedding source_embedding_{nullptr};
  nn::TokenEmbedding target_embedding_{nullptr};
  nn::Gru encoder_{nullptr};
  nn::Gru decoder_{nullptr};
  nn::Linear context_proj_{nullptr};
  nn::Linear lm_head_{nullptr};
};

}  // namespace attend
