#include "attend/models/bert_model.h"

namespace attend {
namespace {

void check_bert_heads(const BertOptions& o, Problems& problems) {
  if (o.num_attention_heads > 0 && o.hidden_size % o.num_attention_heads == 0) return;
  problems.add("num_attention_heads", std::to_string(o.num_attention_heads),
               "a divisor of hidden_size, " + std::to_string(o.hidden_size));
}

}  // namespace

Schema<BertModelSection> bert_model_schema() {
  using O = BertOptions;
  return Schema<BertModelSection>("BERT (Devlin et al. 2019).")
      .field("type", &O::type, "The architecture.")
      .field("from", &BertModelSection::from,
             "Model folder to begin with, ours or one of transformers: its weights, its shape and its "
             "tokenizer; the dropout rates are those given here. A run folder stands for its best "
             "checkpoint.")
      .field("hidden_size", &O::hidden_size, "Size of the vectors between layers.", positive(),
             at_most(65536))
      .field("num_hidden_layers", &O::num_hidden_layers, "Blocks.", positive(), at_most(1000))
      .field("num_attention_heads", &O::num_attention_heads, "Heads of attention.", positive())
      .field("intermediate_size", &O::intermediate_size, "Inner size of the feed-forward networks.",
             positive())
      .field("hidden_act", &O::hidden_act, "Activation of the feed-forward networks and of the masked LM.")
      .field("hidden_dropout_prob", &O::hidden_dropout_prob,
             "Dropout of embeddings and of each sublayer's output.", rate())
      .field("attention_probs_dropout_prob", &O::attention_probs_dropout_prob,
             "Dropout of attention weights; slower.", rate())
      .field("classifier_dropout", &O::classifier_dropout,
             "Dropout before a classifier; null: hidden_dropout_prob.", rate())
      .field("embedding_dropout", &O::embedding_dropout,
             "Dropout of the embeddings; null: hidden_dropout_prob.", rate())
      .field("max_position_embeddings", &O::max_position_embeddings, "Longest input in tokens.", positive(),
             at_most(1 << 20))
      .field("type_vocab_size", &O::type_vocab_size, "Segments: 2 for texts and pairs of texts.", at_least(2),
             at_most(65536))
      .field("layer_norm_eps", &O::layer_norm_eps, "Added to the variance by layer norms.", positive())
      .field("initializer_range", &O::initializer_range, "Standard deviation of initial weights.", positive())
      .field("tie_word_embeddings", &O::tie_word_embeddings,
             "The masked LM projects with the table of embeddings.")
      .field("embedding_norm", &O::embedding_norm,
             "A norm after the embeddings; the lectures' small profile has none.")
      .check({"hidden_size", "num_attention_heads"}, check_bert_heads);
}

}  // namespace attend
