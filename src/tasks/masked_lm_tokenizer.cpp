#include "attend/tasks/masked_lm_tokenizer.h"

#include <limits>
#include <utility>

#include "attend/config/load.h"
#include "attend/core/error.h"
#include "attend/core/file.h"
#include "attend/core/hash.h"
#include "attend/core/log.h"
#include "attend/data/token_cache.h"
#include "attend/io/checksums.h"
#include "attend/tokenizers/wordpiece_files.h"

namespace attend {
namespace {

// Part of every key; to be raised when the same text gives another vocabulary.
constexpr uint64_t vocabulary_version = 1;

struct LearnVocabulary {
  std::shared_ptr<const WordPieceTokenizer> operator()(const WordPieceOptions& options) const {
    return train_wordpiece(options, sentences);
  }
  std::shared_ptr<const WordPieceTokenizer> operator()(const BertWordOptions& options) const {
    return train_bert_words(options, sentences);
  }

  const LineSource& sentences;
};

LineSource sentences_of(const PretrainingDataOptions& data) {
  struct Reading {
    DocumentReader reader;
    std::vector<std::string> document = {};
    size_t next = 0;
  };
  auto reading = std::make_shared<Reading>(Reading{DocumentReader(data.train, data)});
  return [reading](std::string& line) {
    while (reading->next == reading->document.size()) {
      auto document = reading->reader.next();
      if (!document) return false;
      reading->document = std::move(*document);
      reading->next = 0;
    }
    line = std::move(reading->document[reading->next++]);
    return true;
  };
}

uint64_t vocabulary_key(const MaskedLmConfig& config, const TokenCache& cache) {
  Hasher key;
  key.add(std::string_view("bert")).add(vocabulary_version);
  for (const auto& file : config.data.train) key.add(cache.file_hash(file));
  const RawTextOptions& text = config.data;
  for (const int64_t value :
       {static_cast<int64_t>(text.documents), static_cast<int64_t>(text.sentences), text.min_sentences})
    key.add(static_cast<uint64_t>(value));
  return key.add(write(bert_tokenizer_schema(), config.tokenizer).dump()).value();
}

// Null where there are none, or they are not as they were written.
std::shared_ptr<const WordPieceTokenizer> find_learnt(const std::filesystem::path& folder) {
  if (!std::filesystem::exists(folder)) return nullptr;
  try {
    if (verify_checksums(folder)) return open_wordpiece(folder);
  } catch (const Error&) {
    // Damaged: it is learnt again.
  }
  return nullptr;
}

}  // namespace

std::shared_ptr<const WordPieceTokenizer> make_bert_tokenizer(const MaskedLmConfig& config,
                                                              const std::filesystem::path& from) {
  if (!from.empty()) return open_wordpiece(from);
  const TokenCache cache(config.data.cache);
  const auto folder = cache.folder() / ("vocabulary-" + to_hex(vocabulary_key(config, cache)));
  if (auto learnt = find_learnt(folder)) {
    log_info("vocabulary: learnt before");
    return learnt;
  }
  log_info("learning the vocabulary");
  const auto sentences = sentences_of(config.data);
  const auto tokenizer = std::visit(LearnVocabulary{sentences}, config.tokenizer);
  AtomicFolder kept(folder);
  save_wordpiece(*tokenizer, kept.staged(), /*max_length=*/std::numeric_limits<int32_t>::max());
  write_checksums(kept.staged());
  kept.commit();
  return tokenizer;
}

}  // namespace attend
