#pragma once

#include <array>
#include <optional>
#include <string_view>
#include <utility>
#include <vector>

#include <torch/nn/module.h>
#include <torch/types.h>

#include "attend/nn/activation_count.h"
#include "attend/nn/bert_embeddings.h"
#include "attend/nn/context.h"
#include "attend/nn/linear.h"
#include "attend/nn/transformer_stack.h"

namespace attend {

/// The value of the configuration's "model.type": there is one so far.
enum class BertType { bert };
inline auto enum_names(BertType) { return std::array{std::pair{BertType::bert, std::string_view("bert")}}; }

/// The shape of a BERT, under the keys of Hugging Face's configuration where it has one.
struct BertOptions {
  BertType type = BertType::bert;
  int64_t hidden_size = 768;
  int64_t num_hidden_layers = 12;
  int64_t num_attention_heads = 12;
  int64_t intermediate_size = 3072;
  ops::Activation hidden_act = ops::Activation::gelu;
  double hidden_dropout_prob = 0.1;
  double attention_probs_dropout_prob = 0.0;
  std::optional<double> classifier_dropout;  ///< before a classifier; hidden_dropout_prob where absent
  int64_t max_position_embeddings = 512;
  int64_t type_vocab_size = 2;
  double layer_norm_eps = 1e-12;
  double initializer_range = 0.02;
  bool tie_word_embeddings = true;          ///< the masked LM projects with the embedding table
  bool embedding_norm = true;               ///< false only in ours: the lectures' small profile
  std::optional<double> embedding_dropout;  ///< of the embeddings; hidden_dropout_prob where absent
};

/// The ids that a BERT is made for.
struct BertVocabulary {
  int64_t size = 0;
  int64_t pad = 0;
};

/// B texts of up to T tokens, [CLS] first; padding is at the ends of the rows.
struct BertInput {
  torch::Tensor ids;       ///< [B, T] int64
  torch::Tensor segments;  ///< [B, T] int64: 0 up to the first [SEP], 1 after it
  torch::Tensor lengths;   ///< [B] int64, without padding; undefined where there is none
};

/// Whether a BERT ends in a pooler: the heads that look at every token have none.
enum class BertPooler { none, first_token };

/// BERT (Devlin et al. 2019), a bidirectional Transformer encoder. D is hidden_size, H num_attention_heads.
class Bert : public torch::nn::Module {
 public:
  /// Parameters are zero (norms: identity) until they are initialised or loaded.
  Bert(const BertOptions& options, const BertVocabulary& vocabulary, BertPooler pooler);

  /// What the last block gives: [B, T, D]. At padding it means nothing.
  torch::Tensor forward(const BertInput& input, Context& context);
  /// The same of the first token alone: [B, D]. The last block computes no other, which spares 3/4 of it.
  torch::Tensor first_token(const BertInput& input, Context& context);
  /// The embeddings, then what each block gives: num_hidden_layers + 1 of [B, T, D].
  std::vector<torch::Tensor> hidden_states(const BertInput& input, Context& context);
  /// tanh(W h + b) of the first token: [B, D] -> [B, D]. Throws Error without a pooler.
  torch::Tensor pool(const torch::Tensor& first_token) const;

  /// About how many numbers a training step over B texts of T tokens holds beside parameters and their
  /// gradients (nn/activation_count.h), without what heads add. The embeddings and the first `frozen_blocks`
  /// blocks, where there are any, learn nothing and keep nothing.
  double activations(const nn::SequenceShape& batch, int64_t frozen_blocks = 0) const;

  const BertOptions& options() const { return options_; }
  const BertVocabulary& vocabulary() const { return vocabulary_; }
  /// The embedding table [V, D].
  const torch::Tensor& embedding_table() const { return embeddings_->word_embeddings->weight; }

 private:
  void check(const BertInput& input) const;

  BertOptions options_;
  BertVocabulary vocabulary_;
  nn::BertEmbeddings embeddings_{nullptr};
  nn::TransformerEncoder encoder_{nullptr};
  nn::Linear pooler_{nullptr};  // null without a pooler
};

}  // namespace attend
