#include "attend/tasks/translation_data.h"

#include "attend/core/log.h"
#include "attend/data/pair_reader.h"
#include "attend/tasks/learnt_tokenizers.h"

namespace attend {
namespace {

void log_counts(const char* part, const ParallelTokens& tokens) {
  const auto& counts = tokens.counts;
  log_info(std::string(part) + ": " + std::to_string(counts.kept) + " pairs" +
           (tokens.reused ? ", encoded before" : ""));
  const auto log = [&](const char* what, int64_t count) {
    if (count > 0) log_info(std::string(part) + ": " + std::to_string(count) + " pairs " + what);
  };
  log("left out: fewer fields than columns", counts.malformed);
  log("left out: a side is empty", counts.empty);
  log("left out: longer than data.max_length", counts.too_long);
  log("left out: lengths differ more than data.max_length_ratio", counts.ratio);
  log("truncated to data.max_length", counts.truncated);
}

}  // namespace

std::shared_ptr<const TokenizerPair> make_tokenizers(const TranslationConfig& config,
                                                     const std::filesystem::path& from) {
  if (!from.empty()) return open_tokenizers(from);
  return learn_tokenizers(config.tokenizer, config.data.train, TokenCache(config.data.cache));
}

ParallelText read_parallel_text(const ParallelFiles& files) {
  ParallelText text;
  const auto reader = open_pairs(files);
  while (const auto pair = reader->next()) {
    text.source.emplace_back(pair->source);
    text.target.emplace_back(pair->target);
  }
  return text;
}

TranslationData load_translation_data(const TranslationConfig& config, const TokenizerPair& tokenizers) {
  const TokenCache cache(config.data.cache);
  TranslationData data{load_parallel_tokens(config.data.train, tokenizers, config.data, cache), {}, {}};
  log_counts("training data", data.train);
  if (config.data.validation) {
    const auto lengths = lengths_for_scoring(length_bound(model_options(config.model)).length);
    data.validation = load_parallel_tokens(*config.data.validation, tokenizers, lengths, cache);
    data.validation_text = read_parallel_text(*config.data.validation);
    log_counts("validation data", *data.validation);
  }
  return data;
}

}  // namespace attend
