#include "attend/tokenizers/wordpiece_tokenizer_pair.h"

#include <utility>

#include "attend/tokenizers/wordpiece_files.h"

namespace attend {

WordPieceTokenizerPair::WordPieceTokenizerPair(std::shared_ptr<const WordPieceTokenizer> tokenizer)
    : TokenizerPair(tokenizer, tokenizer, {}), tokenizer_(std::move(tokenizer)) {}

std::unique_ptr<TokenizerPair> WordPieceTokenizerPair::open(const std::filesystem::path& folder,
                                                            const Json&) {
  return std::make_unique<WordPieceTokenizerPair>(open_wordpiece(folder));
}

void WordPieceTokenizerPair::save(const std::filesystem::path& folder, int64_t max_length) const {
  save_wordpiece(*tokenizer_, folder, max_length);
}

}  // namespace attend
