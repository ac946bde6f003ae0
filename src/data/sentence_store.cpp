#include "attend/data/sentence_store.h"

#include <algorithm>

#include "attend/core/error.h"
#include "attend/core/threads.h"
#include "attend/tokenizers/encode_lines.h"

namespace attend {
namespace {

// Part of every key; to be raised when the same inputs give other ids.
constexpr uint64_t sentence_version = 1;
// Encoded together, by several threads.
constexpr size_t window_sentences = size_t{1} << 14;

uint64_t sentence_key(const std::vector<std::filesystem::path>& files, const RawTextOptions& options,
                      const Tokenizer& tokenizer, const TokenCache& cache) {
  Hasher hasher;
  hasher.add(std::string_view("sentences")).add(sentence_version).add(files.size());
  for (const auto& file : files) hasher.add(cache.file_hash(file));
  for (const int64_t value : {static_cast<int64_t>(options.documents),
                              static_cast<int64_t>(options.sentences), options.min_sentences}) {
    hasher.add(static_cast<uint64_t>(value));
  }
  return hasher.add(tokenizer.fingerprint()).value();
}

// Writes documents as their sentences come back from encoding.
class DocumentWriter {
 public:
  DocumentWriter(const Tokenizer& tokenizer, TokenStoreWriter& writer)
      : tokenizer_(tokenizer), writer_(writer), threads_(thread_limit()) {}

  void add(std::vector<std::string> document) {
    std::ranges::move(document, std::back_inserter(window_));
    ends_.push_back(window_.size());
    if (window_.size() >= window_sentences) flush();
  }

  void flush() {
    const auto encoded = encode_lines(tokenizer_, window_, threads_);
    size_t sentence = 0;
    for (const size_t end : ends_) {
      bool empty = true;
      for (; sentence < end; ++sentence) {
        const std::vector<int32_t> ids(encoded[sentence].begin(), encoded[sentence].end());
        if (ids.empty()) continue;  // of nothing but control characters
        writer_.add({ids});
        empty = false;
      }
      if (!empty) writer_.add({std::span<const int32_t>()});
    }
    window_.clear();
    ends_.clear();
  }

 private:
  const Tokenizer& tokenizer_;
  TokenStoreWriter& writer_;
  int threads_;
  std::vector<std::string> window_;
  std::vector<size_t> ends_;  // of the documents in window_
};

}  // namespace

SentenceStore::SentenceStore(TokenStore store) : store_(std::move(store)) {
  int64_t begin = 0;
  for (int64_t i = 0; i < store_.size(); ++i) {
    const auto length = store_.length(i, 0);
    tokens_ += length;
    if (length > 0) continue;
    documents_.push_back({begin, i});
    begin = i + 1;
  }
}

std::span<const int32_t> SentenceStore::ids(SentenceRange sentences) const {
  if (sentences.size() == 0) return {};
  const auto first = ids(sentences.begin), last = ids(sentences.end - 1);
  return {first.data(), last.data() + last.size()};
}

SentenceStore load_sentences(const std::vector<std::filesystem::path>& files, const RawTextOptions& options,
                             const Tokenizer& tokenizer, const TokenCache& cache) {
  const uint64_t key = sentence_key(files, options, tokenizer, cache);
  auto entry = cache.open(key, /*columns=*/1, [&](TokenStoreWriter& writer) {
    DocumentReader reader(files, options);
    DocumentWriter documents(tokenizer, writer);
    while (auto document = reader.next()) documents.add(std::move(*document));
    documents.flush();
    return Json::object();
  });
  SentenceStore store(std::move(entry.store));
  if (store.sentences() > 0) return store;
  throw Error({.operation = "preparing a text",
               .where = files.empty() ? "" : files.front().string(),
               .found = "no document with at least " + std::to_string(options.min_sentences) + " sentences",
               .expected = "at least one",
               .hint = "check data.documents, data.sentences and data.min_sentences"});
}

}  // namespace attend
