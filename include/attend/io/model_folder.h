#pragma once

#include <filesystem>
#include <string>
#include <string_view>

#include "attend/core/json.h"
#include "attend/core/json_fields.h"

namespace attend {

/// `folder / name` for a name that a file of the folder gave. Throws Error, naming `origin`, where the name
/// is empty, absolute or climbs out of the folder. (Links inside a folder may lead elsewhere: Hugging Face's
/// cache has such.)
std::filesystem::path path_inside(const std::filesystem::path& folder, const std::string& name,
                                  const std::string& origin);

/// The path of a file that a model folder must have. Throws Error where it is not there; `purpose` says what
/// the file is for ("the model's shape").
std::filesystem::path require_file(const std::filesystem::path& folder, std::string_view name,
                                   std::string_view purpose);

/// A JSON object in a file of a model folder, such as generation_config.json. Throws Error for any other
/// value.
Json read_json_object(const std::filesystem::path& path);

/// The folder's config.json: an object with a text under "model_type". Throws Error for anything else.
Json read_model_config(const std::filesystem::path& folder);

/// The keys of a config.json or generation_config.json, which is at `path`; it outlives the result.
JsonFields config_fields(const Json& config, const std::filesystem::path& path);

/// Refuses weights in a form that only Python can read, with a word on how to convert them; to be called
/// where `path`, a file or a folder, has no safetensors. Throws Error always.
[[noreturn]] void refuse_weights(const std::filesystem::path& path);

}  // namespace attend
