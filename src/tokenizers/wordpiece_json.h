#pragma once

#include <filesystem>
#include <string>

#include "attend/core/json.h"
#include "attend/tokenizers/wordpiece_tokenizer.h"

namespace attend {

/// What tokenizer.json of a BERT folder says.
struct WordPieceJson {
  Vocabulary vocabulary;  ///< added tokens included
  WordPieceSettings settings;
};

/// Reads tokenizer.json. Throws Error naming it where it describes anything but BERT's steps.
WordPieceJson read_wordpiece_json(const std::filesystem::path& path);

/// The text of tokenizer.json.
std::string write_wordpiece_json(const WordPieceTokenizer& tokenizer);

}  // namespace attend
