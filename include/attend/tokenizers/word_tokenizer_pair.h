#pragma once

#include <memory>

#include "attend/core/json.h"
#include "attend/tokenizers/tokenizer_pair.h"
#include "attend/tokenizers/word_tokenizer.h"

namespace attend {

/// Words on both sides: vocab.json, and target_vocab.json where the target has a vocabulary of its own.
class WordTokenizerPair final : public TokenizerPair {
 public:
  using WordSide = std::shared_ptr<const WordTokenizer>;

  /// The name in tokenizer_config.json.
  static constexpr const char* class_name = "AttendWordTokenizer";

  /// The same object twice is one vocabulary for both sides.
  WordTokenizerPair(WordSide source, WordSide target, LanguagePair languages);

  /// Reads `folder`; `config` is its tokenizer_config.json.
  static std::unique_ptr<TokenizerPair> open(const std::filesystem::path& folder, const Json& config);

  bool shared_vocabulary() const override { return source_words_ == target_words_; }
  void save(const std::filesystem::path& folder, int64_t max_length) const override;

 private:
  WordSide source_words_, target_words_;
};

}  // namespace attend
