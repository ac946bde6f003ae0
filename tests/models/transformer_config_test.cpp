#include "attend/models/transformer_config.h"

#include "small_transformer.h"
#include "support/expect_error.h"
#include <gmock/gmock.h>

#include "attend/core/error.h"

namespace attend {
namespace {

const TranslationVocabulary marian = test::marian_vocabulary(19);
const TranslationVocabulary words{.source_size = 19,
                                  .target_size = 23,
                                  .source_pad = 1,
                                  .target_pad = 1,
                                  .source_end = 3,
                                  .target_end = 3,
                                  .start = 2,
                                  .shared = false};

std::string error_of(const Json& config) {
  return test::error_of([&] { read_transformer_config(config, "config.json"); });
}

TEST(TransformerConfig, SaysMarianWhereMarianCanSayIt) {
  TransformerOptions options;
  EXPECT_EQ(transformer_config(options, marian)["model_type"], "marian");
  EXPECT_EQ(transformer_config(options, words)["model_type"], "attend_transformer");
  options.norm = nn::NormPosition::pre;
  EXPECT_EQ(transformer_config(options, marian)["model_type"], "attend_transformer");
  options = {};
  options.attention_bias = false;
  EXPECT_EQ(transformer_config(options, marian)["model_type"], "attend_transformer");
}

TEST(TransformerConfig, ReadsWhatItWrites) {
  TransformerOptions options;
  options.d_model = 96;
  options.encoder_layers = 4;
  options.decoder_ffn_dim = 77;
  options.norm = nn::NormPosition::pre;
  options.positions = nn::PositionType::learned;
  options.activation_function = ops::Activation::silu;
  options.tied_embeddings = TiedEmbeddings::target;
  options.output_bias = true;
  options.dropout = 0.25;
  const auto config = transformer_config(options, words);
  const auto shape = read_transformer_config(config, "config.json");
  EXPECT_EQ(transformer_config(shape.options, shape.vocabulary), config);
  EXPECT_EQ(shape.vocabulary.source_end, 3);
  EXPECT_FALSE(shape.vocabulary.shared);
}

TEST(TransformerConfig, RefusesWhatItCannotRunNamingTheKey) {
  const auto good = transformer_config({}, marian);
  const auto with = [&](const char* key, Json value) {
    auto config = good;
    config[key] = std::move(value);
    return error_of(config);
  };
  EXPECT_NO_THROW(read_transformer_config(good, "config.json"));
  EXPECT_THAT(with("d_model", "512"), testing::HasSubstr("\"d_model\""));
  EXPECT_THAT(with("d_model", -1), testing::HasSubstr("from 1 to"));
  EXPECT_THAT(with("encoder_layers", 1.5), testing::HasSubstr("a whole number"));
  EXPECT_THAT(with("vocab_size", 1LL << 40), testing::HasSubstr("vocab_size"));
  EXPECT_THAT(with("activation_function", "gelu_new"), testing::HasSubstr("one of relu, gelu, silu"));
  EXPECT_THAT(with("model_type", "bert"), testing::HasSubstr("a Transformer for translation"));
  EXPECT_THAT(with("normalize_embedding", true), testing::HasSubstr("normalize_embedding"));
  EXPECT_THAT(with("pad_token_id", 19), testing::HasSubstr("below the vocabulary's size, 19"));
  EXPECT_THAT(with("decoder_vocab_size", 20), testing::HasSubstr("decoder_vocab_size"));
  EXPECT_THAT(with("attend", 3), testing::HasSubstr("an object"));
}

TEST(TransformerConfig, SwishIsSilu) {
  auto config = transformer_config({}, marian);
  config["activation_function"] = "swish";
  EXPECT_EQ(read_transformer_config(config, "config.json").options.activation_function,
            ops::Activation::silu);
}

}  // namespace
}  // namespace attend
