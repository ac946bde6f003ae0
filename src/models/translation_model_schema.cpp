#include "attend/models/translation_model.h"

namespace attend {
namespace {

void check_heads(const TransformerOptions& o, Problems& problems) {
  const auto check = [&](const char* key, int64_t heads) {
    if (heads > 0 && o.d_model % heads == 0) return;
    problems.add(key, std::to_string(heads), "a divisor of d_model, " + std::to_string(o.d_model));
  };
  check("encoder_attention_heads", o.encoder_attention_heads);
  check("decoder_attention_heads", o.decoder_attention_heads);
}

Schema<ModelSection<TransformerOptions>> transformer_schema() {
  using O = TransformerOptions;
  return Schema<ModelSection<O>>("The Transformer (Vaswani et al. 2017).")
      .field("d_model", &O::d_model, "Size of the vectors between layers.", positive(), at_most(65536))
      .field("encoder_layers", &O::encoder_layers, "Encoder blocks.", positive(), at_most(1000))
      .field("decoder_layers", &O::decoder_layers, "Decoder blocks.", positive(), at_most(1000))
      .field("encoder_attention_heads", &O::encoder_attention_heads, "Heads of the encoder's attention.",
             positive())
      .field("decoder_attention_heads", &O::decoder_attention_heads, "Heads of the decoder's attention.",
             positive())
      .field("encoder_ffn_dim", &O::encoder_ffn_dim, "Inner size of the encoder's feed-forward networks.",
             positive())
      .field("decoder_ffn_dim", &O::decoder_ffn_dim, "Inner size of the decoder's feed-forward networks.",
             positive())
      .field("activation_function", &O::activation_function, "Activation of the feed-forward networks.")
      .field("norm", &O::norm, "Layer norm after each residual sum, or before each sublayer.")
      .field("positions", &O::positions, "Position vectors: sines then cosines, interleaved, or learned.")
      .field("max_position_embeddings", &O::max_position_embeddings, "Longest source and target in tokens.",
             positive(), at_most(1 << 20))
      .field("tied_embeddings", &O::tied_embeddings,
             "Which tables are one: none, target embedding and projection, or the source embedding too.")
      .field("scale_embedding", &O::scale_embedding, "Multiply embeddings by the square root of d_model.")
      .field("attention_bias", &O::attention_bias, "Biases on the projections of attention.")
      .field("feed_forward_bias", &O::feed_forward_bias, "Biases in the feed-forward networks.")
      .field("output_bias", &O::output_bias, "A bias on the logits.")
      .field("dropout", &O::dropout, "Dropout of embeddings and of each sublayer's output.", rate())
      .field("attention_dropout", &O::attention_dropout, "Dropout of attention weights; slower.", rate())
      .field("activation_dropout", &O::activation_dropout, "Dropout inside the feed-forward networks.",
             rate())
      .field("embedding_std", &O::embedding_std,
             "Standard deviation of initial embeddings; null: d_model to the power -0.5.", positive())
      .field(
          "from", &ModelSection<O>::from,
          "Model folder to begin with, ours or a Marian one of transformers: its weights, its shape and its "
          "tokenizers; the dropout rates are those given here.")
      .check({"d_model", "encoder_attention_heads", "decoder_attention_heads"}, check_heads);
}

template <class O>
Schema<O> recurrent_schema(std::string doc) {
  using Shape = RecurrentOptions;
  return Schema<O>(std::move(doc))
      .field("embedding_size", &Shape::embedding_size, "Size of the word vectors.", positive(),
             at_most(65536))
      .field("hidden_size", &Shape::hidden_size, "Size of the states.", positive(), at_most(65536))
      .field("num_hidden_layers", &Shape::num_hidden_layers, "Layers of the encoder, and of the decoder.",
             positive(), at_most(1000))
      .field("dropout", &Shape::dropout, "Dropout between layers and of attention weights.", rate())
      .field("max_length", &Shape::max_length, "Longest source and target in tokens.", positive(),
             at_most(1 << 20))
      .field("embedding_std", &Shape::embedding_std, "Standard deviation of initial embeddings.", positive());
}

struct FindLengthBound {
  LengthBound operator()(const TransformerOptions& options) const {
    return {options.max_position_embeddings, "max_position_embeddings"};
  }
  LengthBound operator()(const RecurrentOptions& options) const { return {options.max_length, "max_length"}; }
};

}  // namespace

Schema<TranslationModelSection> translation_model_schema() {
  return variant_schema<TranslationModelSection>(
      "type", alternative("transformer", transformer_schema()),
      alternative("gru", recurrent_schema<GruSeq2SeqOptions>(
                             "Gated recurrent units that hand on one vector (Cho et al. 2014).")),
      alternative("bahdanau",
                  recurrent_schema<BahdanauSeq2SeqOptions>(
                      "Gated recurrent units with additive attention (Bahdanau, Cho and Bengio 2015).")));
}

TranslationModelOptions model_options(const TranslationModelSection& section) {
  return std::visit([](const auto& options) { return TranslationModelOptions(options); }, section);
}

const ModelSection<TransformerOptions>* pretrained(const TranslationModelSection& section) {
  const auto* transformer = std::get_if<ModelSection<TransformerOptions>>(&section);
  return transformer && !transformer->from.empty() ? transformer : nullptr;
}

LengthBound length_bound(const TranslationModelOptions& options) {
  return std::visit(FindLengthBound(), options);
}

bool needs_one_vocabulary(const TranslationModelOptions& options) {
  const auto* transformer = std::get_if<TransformerOptions>(&options);
  return transformer && transformer->tied_embeddings == TiedEmbeddings::all;
}

}  // namespace attend
