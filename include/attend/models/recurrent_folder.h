#pragma once

#include <filesystem>
#include <memory>
#include <string_view>

#include "attend/core/json.h"
#include "attend/io/stored_tensors.h"
#include "attend/io/tensors.h"
#include "attend/models/recurrent_seq2seq.h"

namespace attend {

/// Whether a config.json's "model_type" is that of a recurrent model: "attend_" and its type.
bool is_recurrent(std::string_view model_type);

/// config.json of a recurrent model's folder (docs/model-folders.md).
Json recurrent_config(const RecurrentSeq2Seq& model);

/// The tensors of model.safetensors: the parameters under their own names.
NamedTensors recurrent_tensors(const RecurrentSeq2Seq& model);

/// The model that config.json describes, with its weights; `path` names the file in errors. Throws Error for
/// values of the wrong type or out of range, and one listing all tensors that do not fit.
std::shared_ptr<RecurrentSeq2Seq> open_recurrent(const Json& config, const std::filesystem::path& path,
                                                 const StoredTensors& weights);

}  // namespace attend
