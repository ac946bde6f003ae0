#pragma once

#include <filesystem>

#include "attend/core/json.h"
#include "attend/models/transformer.h"

namespace attend {

/// Whether Hugging Face's Marian format can say what the model is: one id table with pad last and first input
/// of the decoder, end symbol 0, post-norm, biases everywhere but on the projection.
bool is_marian(const TransformerOptions& options, const TranslationVocabulary& vocabulary);

/// config.json of a model folder: "marian" where that format can say it, else "attend_transformer" in the
/// same layout. What only we know stands under "attend".
Json transformer_config(const TransformerOptions& options, const TranslationVocabulary& vocabulary);

/// The shape of the model in config.json, `path` naming the file in errors. Throws Error for values of the
/// wrong type or out of range, and for Marian variants that are not supported (embedding norms, pre-norm of
/// old converters).
struct TransformerShape {
  TransformerOptions options;
  TranslationVocabulary vocabulary;
};
TransformerShape read_transformer_config(const Json& config, const std::filesystem::path& path);

}  // namespace attend
