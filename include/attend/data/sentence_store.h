#pragma once

#include <cstdint>
#include <filesystem>
#include <functional>
#include <span>
#include <string>
#include <vector>

#include "attend/data/raw_text.h"
#include "attend/data/token_cache.h"
#include "attend/tokenizers/tokenizer.h"

namespace attend {

/// The sentences [begin, end) of a SentenceStore.
struct SentenceRange {
  int64_t begin = 0, end = 0;

  int64_t size() const { return end - begin; }
};

/// The documents of a text as ids, memory-mapped: a token store with a sentence an example, where an empty
/// one ends a document.
class SentenceStore {
 public:
  explicit SentenceStore(TokenStore store);

  int64_t documents() const { return static_cast<int64_t>(documents_.size()); }
  SentenceRange document(int64_t number) const { return documents_[static_cast<size_t>(number)]; }
  /// All ids of sentences of one document, which stand one after the other.
  std::span<const int32_t> ids(SentenceRange sentences) const;
  std::span<const int32_t> ids(int64_t sentence) const { return store_.ids(sentence, 0); }

  int64_t sentences() const { return store_.size() - documents(); }
  int64_t tokens() const { return tokens_; }
  uint64_t content_hash() const { return store_.content_hash(); }

 private:
  TokenStore store_;
  std::vector<SentenceRange> documents_;
  int64_t tokens_ = 0;
};

/// The documents of `files`, encoded once and kept in `cache` under a hash of the files' bytes, the tokenizer
/// and the options. Throws Error where no document is left.
SentenceStore load_sentences(const std::vector<std::filesystem::path>& files, const RawTextOptions& options,
                             const Tokenizer& tokenizer, const TokenCache& cache);

}  // namespace attend
