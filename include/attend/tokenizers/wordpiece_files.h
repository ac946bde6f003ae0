#pragma once

#include <cstdint>
#include <filesystem>
#include <memory>
#include <optional>

#include "attend/tokenizers/wordpiece_tokenizer.h"

namespace attend {

/// Reads the tokenizer of a BERT folder. The vocabulary comes from tokenizer.json (of which padding and
/// truncation are passed over), or from vocab.txt where there is none; how text is treated from
/// tokenizer_config.json's do_lower_case, strip_accents and tokenize_chinese_chars, then from tokenizer.json,
/// then as for an uncased model. Throws Error naming the file where it is no BERT tokenizer, and the folder
/// where there is none.
std::shared_ptr<const WordPieceTokenizer> open_wordpiece(const std::filesystem::path& folder);

/// The file in `folder` that a BERT vocabulary is read from; nothing where there is none.
std::optional<std::filesystem::path> find_wordpiece_file(const std::filesystem::path& folder);

/// Writes vocab.txt, tokenizer.json and tokenizer_config.json into `folder`, which exists, as Hugging Face's
/// AutoTokenizer reads them. `max_length` is the largest number of ids the model takes.
void save_wordpiece(const WordPieceTokenizer& tokenizer, const std::filesystem::path& folder,
                    int64_t max_length);

}  // namespace attend
