#include "attend/tasks/learnt_tokenizers.h"

#include <functional>
#include <limits>
#include <string>

#include "attend/config/load.h"
#include "attend/core/error.h"
#include "attend/core/file.h"
#include "attend/core/hash.h"
#include "attend/core/log.h"
#include "attend/data/pair_reader.h"
#include "attend/data/parallel_tokens.h"
#include "attend/io/checksums.h"

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

// Null where there are none, or they are not as they were written.
std::shared_ptr<const TokenizerPair> open_whole(const std::filesystem::path& folder) {
  if (!std::filesystem::exists(folder)) return nullptr;
  try {
    if (verify_checksums(folder)) return open_tokenizers(folder);
  } catch (const Error&) {
    // Damaged: they are learnt again.
  }
  return nullptr;
}

// What `learn` gives, or gave before for the same `key` and the same options.
std::shared_ptr<const TokenizerPair> learn_once(
    Hasher& key, const TokenizerOptions& options, const TokenCache& cache,
    const std::function<std::unique_ptr<TokenizerPair>()>& learn) {
  key.add(learning_version).add(write(tokenizer_schema(), options).dump());
  const auto folder = cache.folder() / ("tokenizers-" + to_hex(key.value()));
  if (auto tokenizers = open_whole(folder)) {
    log_info("tokenizers: learnt before");
    return tokenizers;
  }
  log_info("learning the tokenizers");
  std::shared_ptr<const TokenizerPair> tokenizers = learn();
  AtomicFolder kept(folder);
  tokenizers->save(kept.staged(), /*max_length=*/std::numeric_limits<int32_t>::max());  // no model's yet
  write_checksums(kept.staged());
  kept.commit();
  return tokenizers;
}

}  // namespace

std::shared_ptr<const TokenizerPair> learn_tokenizers(const TokenizerOptions& options,
                                                      const ParallelFiles& files, const TokenCache& cache) {
  Hasher key;
  key.add(fingerprint(files, cache));
  return learn_once(key, options, cache, [&] {
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
      learn_once(key, options, cache, [&] { return train_tokenizers(options, texts, lines_of({})); });
  return std::dynamic_pointer_cast<const WordPieceTokenizer>(pair->source());
}

}  // namespace attend
