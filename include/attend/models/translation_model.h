#pragma once

#include <filesystem>
#include <memory>
#include <variant>

#include "attend/config/schema.h"
#include "attend/models/seq2seq.h"
#include "attend/models/transformer.h"
#include "attend/tokenizers/tokenizer_pair.h"

namespace attend {

/// The architectures that translate; the configuration's "model.type" names one.
using TranslationModelOptions = std::variant<TransformerOptions>;

/// The configuration's section "model" of a translation.
Schema<TranslationModelOptions> translation_model_schema();

/// A network and the tokenizers whose ids it was made for.
struct TranslationModel {
  std::shared_ptr<Seq2Seq> network;
  std::shared_ptr<const TokenizerPair> tokenizers;
};

/// A network with initial weights, a function of options, vocabulary and seed.
TranslationModel make_translation_model(const TranslationModelOptions& options,
                                        std::shared_ptr<const TokenizerPair> tokenizers, uint64_t seed);

/// Opens a model folder: one of ours, or a Marian folder made by Hugging Face's transformers. Throws Error
/// where a file is missing or altered, or where weights, shape and vocabulary do not fit each other.
TranslationModel open_translation_model(const std::filesystem::path& folder);

/// Writes config.json, model.safetensors and the tokenizer's files into `folder`, which exists.
void save_translation_model(const TranslationModel& model, const std::filesystem::path& folder);

}  // namespace attend
