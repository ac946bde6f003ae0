#include "attend/models/transformer_config.h"

#include "attend/io/model_folder.h"
#include "attend/models/vocabulary_config.h"

namespace attend {
namespace {

constexpr const char* own_type = "attend_transformer";
// The table is made, not stored: nothing in the folder bounds it.
constexpr int64_t most_positions = int64_t{1} << 17;

// What Marian's keys cannot say; read back over them.
Json own_config(const TransformerOptions& o) {
  return {{"norm", name_of(o.norm)},
          {"positions", name_of(o.positions)},
          {"attention_bias", o.attention_bias},
          {"feed_forward_bias", o.feed_forward_bias},
          {"output_bias", o.output_bias}};
}

// Old converters wrote models that compute otherwise under the same name; Hugging Face ignores these keys.
void refuse_variants(const JsonFields& fields) {
  for (const auto* key :
       {"normalize_before", "normalize_embedding", "add_final_layer_norm", "extra_pos_embeddings"}) {
    if (fields.has(key) && fields.flag(key, false))
      fields.fail(key, "false: this variant of Marian is not supported");
  }
}

ops::Activation activation_field(const JsonFields& fields) {
  // "swish" is Marian's older name for silu.
  if (fields.text("activation_function", "gelu") == "swish") return ops::Activation::silu;
  return fields.named("activation_function", ops::Activation::gelu);
}

TiedEmbeddings tied_field(const JsonFields& fields) {
  if (!fields.flag("tie_word_embeddings", true)) return TiedEmbeddings::none;
  return fields.flag("share_encoder_decoder_embeddings", true) ? TiedEmbeddings::all : TiedEmbeddings::target;
}

TransformerOptions read_options(const JsonFields& f) {
  TransformerOptions o;
  o.d_model = f.integer("d_model", 1);
  o.encoder_layers = f.integer("encoder_layers", 1);
  o.decoder_layers = f.integer("decoder_layers", 1);
  o.encoder_attention_heads = f.integer("encoder_attention_heads", 1);
  o.decoder_attention_heads = f.integer("decoder_attention_heads", 1);
  o.encoder_ffn_dim = f.integer("encoder_ffn_dim", 1);
  o.decoder_ffn_dim = f.integer("decoder_ffn_dim", 1);
  o.activation_function = activation_field(f);
  o.dropout = f.number("dropout", 0.1);
  o.attention_dropout = f.number("attention_dropout", 0.0);
  o.activation_dropout = f.number("activation_dropout", 0.0);
  o.max_position_embeddings = f.integer("max_position_embeddings", 1, {}, most_positions);
  o.scale_embedding = f.flag("scale_embedding", false);
  o.tied_embeddings = tied_field(f);
  const auto own = f.section("attend");
  o.norm = own.named("norm", nn::NormPosition::post);
  o.positions = own.named("positions", nn::PositionType::sinusoidal);
  o.attention_bias = own.flag("attention_bias", true);
  o.feed_forward_bias = own.flag("feed_forward_bias", true);
  o.output_bias = own.flag("output_bias", false);
  return o;
}

}  // namespace

bool is_marian(const TransformerOptions& options, const TranslationVocabulary& vocabulary) {
  const auto pad = vocabulary.target_size - 1;
  const bool ids = vocabulary.shared && vocabulary.target_pad == pad && vocabulary.start == pad;
  return ids && vocabulary.target_end == 0 && options.norm == nn::NormPosition::post &&
         options.attention_bias && options.feed_forward_bias;
}

Json transformer_config(const TransformerOptions& o, const TranslationVocabulary& v) {
  const bool marian = is_marian(o, v);
  Json config = {{"architectures", Json::array({marian ? "MarianMTModel" : "AttendTransformer"})},
                 {"model_type", marian ? "marian" : own_type},
                 {"dtype", "float32"},
                 {"is_encoder_decoder", true},
                 {"d_model", o.d_model},
                 {"encoder_layers", o.encoder_layers},
                 {"decoder_layers", o.decoder_layers},
                 {"encoder_attention_heads", o.encoder_attention_heads},
                 {"decoder_attention_heads", o.decoder_attention_heads},
                 {"encoder_ffn_dim", o.encoder_ffn_dim},
                 {"decoder_ffn_dim", o.decoder_ffn_dim},
                 {"activation_function", name_of(o.activation_function)},
                 {"dropout", o.dropout},
                 {"attention_dropout", o.attention_dropout},
                 {"activation_dropout", o.activation_dropout},
                 {"max_position_embeddings", o.max_position_embeddings},
                 {"scale_embedding", o.scale_embedding},
                 {"share_encoder_decoder_embeddings", o.tied_embeddings == TiedEmbeddings::all},
                 {"tie_word_embeddings", o.tied_embeddings != TiedEmbeddings::none},
                 {"attend", own_config(o)}};
  write_vocabulary(v, config);
  return config;
}

TransformerShape read_transformer_config(const Json& config, const std::filesystem::path& path) {
  const auto fields = config_fields(config, path);
  const auto type = fields.text("model_type", "");
  if (type != "marian" && type != own_type) {
    fields.fail("model_type", std::string("\"marian\" or \"") + own_type +
                                  "\", a Transformer for translation (a BERT is for attend predict)");
  }
  refuse_variants(fields);
  return {read_options(fields), read_vocabulary(fields)};
}

}  // namespace attend
