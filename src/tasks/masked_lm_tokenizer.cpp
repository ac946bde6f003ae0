#include "attend/tasks/masked_lm_tokenizer.h"

#include <utility>

#include "attend/config/load.h"
#include "attend/core/hash.h"
#include "attend/data/token_cache.h"
#include "attend/tasks/learn_once.h"
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

}  // namespace

std::shared_ptr<const WordPieceTokenizer> make_bert_tokenizer(const MaskedLmConfig& config,
                                                              const std::filesystem::path& from) {
  if (!from.empty()) return open_wordpiece(from);
  const TokenCache cache(config.data.cache);
  const auto learn = [&] {
    const auto sentences = sentences_of(config.data);
    return std::visit(LearnVocabulary{sentences}, config.tokenizer);
  };
  const Learning<WordPieceTokenizer> learning{"vocabulary", learn, open_wordpiece, save_wordpiece};
  return learn_once(learning, cache.folder() / ("vocabulary-" + to_hex(vocabulary_key(config, cache))));
}

}  // namespace attend
