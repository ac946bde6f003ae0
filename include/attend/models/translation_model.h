#pragma once

#include <filesystem>
#include <memory>
#include <string>
#include <variant>

#include "attend/config/schema.h"
#include "attend/models/bahdanau_seq2seq.h"
#include "attend/models/gru_seq2seq.h"
#include "attend/models/model_section.h"
#include "attend/models/seq2seq.h"
#include "attend/models/transformer.h"
#include "attend/tokenizers/tokenizer_pair.h"

namespace attend {

/// The architectures that translate.
using TranslationModelOptions = std::variant<TransformerOptions, GruSeq2SeqOptions, BahdanauSeq2SeqOptions>;

/// The configuration's section "model" of a translation, whose "type" names an architecture. Only
/// Transformers begin with the weights of others.
using TranslationModelSection =
    std::variant<ModelSection<TransformerOptions>, GruSeq2SeqOptions, BahdanauSeq2SeqOptions>;
/// The keys of the section "model": those of the model that its key "type" names.
Schema<TranslationModelSection> translation_model_schema();

/// What the section says of the model.
TranslationModelOptions model_options(const TranslationModelSection& section);

/// The Transformer that is to begin with a folder's weights; null where the weights are initial ones.
const ModelSection<TransformerOptions>* pretrained(const TranslationModelSection& section);

/// A network and the tokenizers whose ids it was made for.
struct TranslationModel {
  std::shared_ptr<Seq2Seq> network;
  std::shared_ptr<const TokenizerPair> tokenizers;
};

/// The shape of the Transformer in `folder` with what is about training, such as dropout, from `training`.
/// Throws Error where the folder holds no such model.
TransformerOptions with_pretrained_shape(const std::filesystem::path& folder,
                                         const TransformerOptions& training);

/// Longest source and target that a model with these options takes, and the key that says so.
struct LengthBound {
  int64_t length = 0;
  std::string key;
};
LengthBound length_bound(const TranslationModelOptions& options);

/// Whether the sides of a model with these options must have one vocabulary.
bool needs_one_vocabulary(const TranslationModelOptions& options);

/// A network with initial weights, a function of options, vocabulary and seed.
TranslationModel make_translation_model(const TranslationModelOptions& options,
                                        std::shared_ptr<const TokenizerPair> tokenizers, uint64_t seed);

/// Opens a model folder: one of ours, or a Marian folder made by Hugging Face's transformers. Throws Error
/// where a file is missing or altered, or where weights, shape and vocabulary do not fit each other.
TranslationModel open_translation_model(const std::filesystem::path& folder);

/// The same for training a Transformer on, with the dropout rates of `training`.
TranslationModel open_translation_model(const std::filesystem::path& folder,
                                        const TransformerOptions& training);

/// Writes config.json, model.safetensors and the tokenizer's files into `folder`, which exists.
void save_translation_model(const TranslationModel& model, const std::filesystem::path& folder);

}  // namespace attend
