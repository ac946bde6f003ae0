#pragma once

#include <memory>

#include "attend/core/json.h"
#include "attend/tokenizers/tokenizer_pair.h"
#include "attend/tokenizers/wordpiece_tokenizer.h"

namespace attend {

/// One WordPiece vocabulary for both sides of a translation, or for the one side of any other task: the
/// tokenizer files of a BERT folder.
class WordPieceTokenizerPair final : public TokenizerPair {
 public:
  explicit WordPieceTokenizerPair(std::shared_ptr<const WordPieceTokenizer> tokenizer);

  /// Reads `folder`; its tokenizer_config.json is read again.
  static std::unique_ptr<TokenizerPair> open(const std::filesystem::path& folder, const Json& config);

  bool shared_vocabulary() const override { return true; }
  void save(const std::filesystem::path& folder, int64_t max_length) const override;

 private:
  std::shared_ptr<const WordPieceTokenizer> tokenizer_;
};

}  // namespace attend
