#pragma once

#include <memory>

#include "attend/core/json.h"
#include "attend/tokenizers/marian_tokenizer.h"
#include "attend/tokenizers/tokenizer_pair.h"

namespace attend {

/// source.spm, target.spm and one vocab.json for both: the tokenizer of a Marian folder
/// (docs/model-folders.md).
class MarianTokenizerPair final : public TokenizerPair {
 public:
  using Model = std::shared_ptr<const SentencePieceModel>;

  /// The name in tokenizer_config.json.
  static constexpr const char* class_name = "MarianTokenizer";

  /// For trained models: the table is made of the source's pieces, the target's others and `<pad>`. Both may
  /// be the same model.
  MarianTokenizerPair(const Model& source, const Model& target, LanguagePair languages);

  /// Reads `folder`; `config` is its tokenizer_config.json.
  static std::unique_ptr<TokenizerPair> open(const std::filesystem::path& folder, const Json& config);

  bool shared_vocabulary() const override { return true; }
  void save(const std::filesystem::path& folder, int64_t max_length) const override;

 private:
  using Table = std::shared_ptr<const Vocabulary>;

  MarianTokenizerPair(const Model& source, const Model& target, Table table, LanguagePair languages,
                      const std::string& origin);

  Model source_model_, target_model_;
  Table table_;
};

}  // namespace attend
