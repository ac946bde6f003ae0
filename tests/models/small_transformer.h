#pragma once

#include "attend/models/transformer.h"

namespace attend::test {

/// One id table for both sides with pad last, as Marian has it.
inline TranslationVocabulary marian_vocabulary(int64_t size) {
  return {.source_size = size,
          .target_size = size,
          .source_pad = size - 1,
          .target_pad = size - 1,
          .source_end = 0,
          .target_end = 0,
          .start = size - 1,
          .shared = true};
}

inline TransformerOptions small_transformer() {
  TransformerOptions options;
  options.d_model = 16;
  options.encoder_layers = 2;
  options.decoder_layers = 2;
  options.encoder_attention_heads = 4;
  options.decoder_attention_heads = 2;
  options.encoder_ffn_dim = 24;
  options.decoder_ffn_dim = 32;
  options.max_position_embeddings = 24;
  return options;
}

}  // namespace attend::test
