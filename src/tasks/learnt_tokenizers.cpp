#include "attend/tasks/learnt_tokenizers.h"

#include <functional>
#include <string>
#include <utility>

#include "attend/config/load.h"
#include "attend/core/hash.h"
#include "attend/data/pair_reader.h"
#include "attend/data/parallel_tokens.h"
#include "attend/tasks/learn_once.h"

namespace attend {
namespace {

// Part of every key; to be raised when the same text gives other tokenizers.
constexpr uint64_t learning_version = 1;

LineSource side(const ParallelFiles& files, std::string_view TextPair::*text) {
  return [reader = std::shared_ptr(open_pairs(files)), text](std::string& line) {
    const auto pair = reader->next();
    if (pair) line = (*pair).*text;
    return pair.has_value();
  };
}

// What `learn` gives, or gave before for the same `key` and the same options.
std::shared_ptr<const TokenizerPair> learn_pair(Hasher& key, const TokenizerOptions& options,
                                                const TokenCache& cache,
                                                std::function<std::shared_ptr<const TokenizerPair>()> learn) {
  key.add(learning_version).add(write(tokenizer_schema(), options).dump());
  const Learning<TokenizerPair> learning{
      "tokenizers", std::move(learn), open_tokenizers,
      [](const auto& pair, const auto& folder, int64_t max_length) { pair.save(folder, max_length); }};
  return learn_once(learning, cache.folder() / ("tokenizers-" + to_hex(key.value())));
}

}  // namespace

std::shared_ptr<const TokenizerPair> learn_tokenizers(const TokenizerOptions& options,
                                                      const ParallelFiles& files, const TokenCache& cache) {
  Hasher key;
  key.add(fingerprint(files, cache));
  return learn_pair(key, options, cache, [&] {
    return train_tokenizers(options, side(files, &TextPair::source), side(files, &TextPair::target));
  });
}

std::shared_ptr<const WordPieceTokenizer> learn_wordpiece(const WordPieceOptions& options,
                                                          const ExampleFiles& files, const LineSource& texts,
                                                          const TokenCache& cache) {
  Hasher key;
  key.add("texts");
  add_to(key, files, cache);
  const auto pair =
      learn_pair(key, options, cache, [&] { return train_tokenizers(options, texts, lines_of({})); });
  return std::dynamic_pointer_cast<const WordPieceTokenizer>(pair->source());
}

}  // namespace attend
