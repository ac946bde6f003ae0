#pragma once

#include <cstdint>
#include <filesystem>
#include <string>

#include "attend/core/json.h"
#include "attend/core/json_fields.h"
#include "attend/tokenizers/tokenizer_pair.h"

namespace attend {

/// The file of a model folder that says which tokenizer it has.
inline constexpr const char* tokenizer_config_file = "tokenizer_config.json";

/// Reads it; Error where it is not an object.
Json read_tokenizer_config(const std::filesystem::path& folder);
/// The keys of what `read_tokenizer_config(folder)` gave, which outlives them.
JsonFields tokenizer_fields(const Json& config, const std::filesystem::path& folder);
void write_tokenizer_config(const std::filesystem::path& folder, const Json& config);

/// The keys that all our tokenizers have, in Hugging Face's names.
Json make_tokenizer_config(const std::string& class_name, const LanguagePair& languages, int64_t max_length);

/// "source_lang" and "target_lang"; empty where they are absent or null.
LanguagePair read_languages(const JsonFields& config);
/// "separate_vocabs"; false where it is absent.
bool has_separate_vocabularies(const JsonFields& config);

}  // namespace attend
