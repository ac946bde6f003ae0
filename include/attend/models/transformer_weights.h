#pragma once

#include "attend/io/parameters.h"
#include "attend/io/stored_tensors.h"
#include "attend/models/transformer.h"

namespace attend {

/// The names under which Hugging Face's Marian stores the model's parameters (docs/model-folders.md).
ParameterTable transformer_table(const Transformer& model);

/// The tensors of model.safetensors. Beside the parameters: final_logits_bias, which keeps the pad symbol
/// from being generated, and position tables that are not Marian's own.
NamedTensors transformer_tensors(const Transformer& model);

/// Throws Error, naming the file `config` that claims them, for sizes beyond what the weights hold.
void check_room(const TransformerOptions& options, const TranslationVocabulary& vocabulary,
                const StoredTensors& source, const std::filesystem::path& config);

/// The options with what only the weights can tell: whether there is a projection bias, and whether positions
/// are a table of their own.
TransformerOptions options_from_weights(TransformerOptions options, const StoredTensors& source);

/// Fills the model, which was made with `options_from_weights`. Throws Error listing all tensors that do not
/// fit.
void load_transformer(Transformer& model, const StoredTensors& source);

}  // namespace attend
