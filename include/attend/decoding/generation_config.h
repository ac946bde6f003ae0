#pragma once

#include <filesystem>

#include "attend/decoding/options.h"
#include "attend/models/translation_vocabulary.h"

namespace attend {

/// Writes generation_config.json of a model folder: what Hugging Face's generate needs to decode as we do,
/// and our options under "attend". `positions` bounds the length.
void write_generation_config(const std::filesystem::path& folder, const DecodingOptions& options,
                             const TranslationVocabulary& vocabulary, int64_t positions);

/// The options that a model folder asks for: ours where it has them, else what Hugging Face's keys say;
/// defaults where the folder has no generation_config.json.
DecodingOptions read_generation_config(const std::filesystem::path& folder);

}  // namespace attend
