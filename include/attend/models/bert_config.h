#pragma once

#include <filesystem>
#include <string_view>

#include "attend/core/json.h"
#include "attend/models/bert_heads.h"

namespace attend {

/// config.json of a BERT's folder: "model_type" is "bert" where Hugging Face's format can say what the model
/// is, else "attend_bert" in the same layout. What only we know stands under "attend".
Json bert_config(const BertNetwork& network);

/// Whether a folder with this "model_type" holds a BERT.
bool is_bert(std::string_view model_type);

/// What config.json says of a model.
struct BertShape {
  BertOptions options;
  BertVocabulary vocabulary;
  BertHead head;
};

/// `path` names the file in errors. Throws Error for values of the wrong type or out of range, and for
/// variants of BERT that are not supported (relative positions, decoders, cross-attention). A folder whose
/// "architectures" is none of those in BertTask is read as one without a head.
BertShape read_bert_config(const Json& config, const std::filesystem::path& path);

}  // namespace attend
