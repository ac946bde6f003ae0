#pragma once

#include <string>

#include "attend/core/json.h"
#include "attend/decoding/translator.h"

namespace attend {

/// A request from a line {"source": "...", "prefix": "...", "must": [...], "must_not": [...]}. Phrases of
/// `defaults` come beside its own, and its prefix where the line has none. Throws Error for what is
/// not such a line, naming `where`.
TranslationRequest parse_request(const std::string& line, const std::string& where,
                                 const TranslationRequest& defaults);

/// {"source", "translation", "score", "n_best": [{"translation", "score", "log_probability", "tokens",
/// "finished"}]}; without "n_best"'s entries for a source without tokens.
Json to_json(const std::string& source, const Translation& translation, const Translator& translator);

/// Adds "source_tokens" (the end symbol too) to what `to_json` gives, and to every translation in it
/// "alignment": for each of its "tokens" the index of the source token that was looked at most
/// (models/attention_maps.h). The model has cross-attention.
void add_alignments(Json& json, const Translation& translation, const Translator& translator);

}  // namespace attend
