#pragma once

#include <cstdint>
#include <filesystem>

#include "attend/io/parameters.h"
#include "attend/io/stored_tensors.h"
#include "attend/models/bert_heads.h"

namespace attend {

/// The names under which Hugging Face stores the network's parameters (docs/bert.md), and the older ones that
/// are read too.
ParameterTable bert_table(const BertNetwork& network);

/// The tensors of model.safetensors.
NamedTensors bert_tensors(const BertNetwork& network);

/// Throws Error, naming the file `config` that claims them, for sizes beyond what the weights hold.
void check_room(const BertOptions& options, const BertVocabulary& vocabulary, const StoredTensors& source,
                const std::filesystem::path& config);

/// Fills the whole network. Tensors that it has no place for are logged. Throws Error listing all tensors
/// that are missing or of another shape, or saying what is there where nothing but pooler and head is.
void load_bert(BertNetwork& network, const StoredTensors& source);

/// Fills a network that is to be trained on. What `source` lacks gets the weights that a new network has with
/// that seed, as in Hugging Face's from_pretrained, and is listed: in a warning, but for pooler and head,
/// which are also new where their shape differs. Throws Error where other shapes differ and where nothing but
/// pooler and head is there.
void load_bert_to_train(BertNetwork& network, const StoredTensors& source, uint64_t seed);

}  // namespace attend
