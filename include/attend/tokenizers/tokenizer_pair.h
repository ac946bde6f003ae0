#pragma once

#include <cstdint>
#include <filesystem>
#include <memory>
#include <string>

#include "attend/tokenizers/tokenizer.h"

namespace attend {

/// The languages of a translation, as a model folder notes them; empty where not known.
struct LanguagePair {
  std::string source;
  std::string target;
};

/// The tokenizers of a translation's two sides, which are kept together in a model folder.
class TokenizerPair {
 public:
  using Side = std::shared_ptr<const Tokenizer>;

  virtual ~TokenizerPair() = default;

  const Side& source() const { return source_; }
  const Side& target() const { return target_; }
  const LanguagePair& languages() const { return languages_; }

  /// Whether an id stands for the same piece on both sides, so that the sides may share embeddings.
  virtual bool shared_vocabulary() const = 0;
  /// Writes the tokenizer files of a model folder into `folder`, which exists. `max_length` is the largest
  /// number of ids the model takes, the end symbol included.
  virtual void save(const std::filesystem::path& folder, int64_t max_length) const = 0;
  /// Changes whenever a text of either side could be encoded differently.
  uint64_t fingerprint() const;

 protected:
  TokenizerPair(Side source, Side target, LanguagePair languages);

 private:
  Side source_, target_;
  LanguagePair languages_;
};

/// Reads the tokenizer files of a model folder; tokenizer_config.json's "tokenizer_class" says which they
/// are. Throws Error naming the file, what was found and what was expected.
std::unique_ptr<TokenizerPair> open_tokenizers(const std::filesystem::path& folder);

}  // namespace attend
