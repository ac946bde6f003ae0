#include "attend/data/parallel_tokens.h"

#include <algorithm>
#include <bit>
#include <string>
#include <vector>

#include "attend/core/error.h"
#include "attend/core/threads.h"
#include "attend/data/pair_reader.h"
#include "attend/tokenizers/encode_lines.h"

namespace attend {

namespace {

// Part of every key; to be raised when the same inputs give other ids.
constexpr uint64_t encoding_version = 1;
constexpr size_t window_pairs = size_t{1} << 14;

uint64_t key_of(const ParallelFiles& files, const TokenizerPair& tokenizers, const LengthOptions& options,
                const TokenCache& cache) {
  Hasher hasher;
  hasher.add(encoding_version).add(fingerprint(files, cache));
  for (const int64_t value :
       {options.max_length, static_cast<int64_t>(options.over_long), static_cast<int64_t>(options.empty)}) {
    hasher.add(static_cast<uint64_t>(value));
  }
  hasher.add(std::bit_cast<uint64_t>(options.max_length_ratio));
  return hasher.add(tokenizers.source()->fingerprint()).add(tokenizers.target()->fingerprint()).value();
}

int32_t end_id_of(const Tokenizer& tokenizer) {
  const int64_t id = tokenizer.special().eos;
  if (id >= 0) return static_cast<int32_t>(id);
  throw Error({.operation = "preparing sentence pairs",
               .found = "a vocabulary without an end symbol",
               .expected = "one with it"});
}

// Pairs that are encoded together, by several threads.
struct Window {
  std::vector<std::string> source, target, where;

  /// The next pairs of `reader`; false after the last.
  bool read(PairReader& reader) {
    source.clear();
    target.clear();
    where.clear();
    while (source.size() < window_pairs) {
      const auto pair = reader.next();
      if (!pair) break;
      source.emplace_back(pair->source);
      target.emplace_back(pair->target);
      where.push_back(reader.where());
    }
    return !source.empty();
  }
};

std::vector<int32_t> narrow(const std::vector<int64_t>& ids) { return {ids.begin(), ids.end()}; }

FilterCounts encode_all(const ParallelFiles& files, const TokenizerPair& tokenizers,
                        const LengthOptions& options, TokenStoreWriter& writer) {
  const std::pair end_ids(end_id_of(*tokenizers.source()), end_id_of(*tokenizers.target()));
  const int threads = thread_limit();
  const auto reader = open_pairs(files);
  LengthFilter filter(options);
  for (Window window; window.read(*reader);) {
    const auto sources = encode_lines(*tokenizers.source(), window.source, threads);
    const auto targets = encode_lines(*tokenizers.target(), window.target, threads);
    for (size_t i = 0; i < sources.size(); ++i) {
      std::vector<int32_t> source = narrow(sources[i]), target = narrow(targets[i]);
      if (filter.admit(source, target, end_ids, window.where[i])) writer.add({source, target});
    }
  }
  FilterCounts counts = filter.counts();
  counts.malformed = reader->dropped();
  counts.read += counts.malformed;
  return counts;
}

}  // namespace

uint64_t fingerprint(const ParallelFiles& files, const TokenCache& cache) {
  Hasher hasher;
  for (const auto* list : {&files.source, &files.target, &files.tsv}) {
    hasher.add(list->size());
    for (const auto& path : *list) hasher.add(cache.file_hash(path));
  }
  for (const int64_t value : {files.source_column, files.target_column,
                              static_cast<int64_t>(files.short_lines), files.skip, files.limit}) {
    hasher.add(static_cast<uint64_t>(value));
  }
  return hasher.value();
}

ParallelTokens load_parallel_tokens(const ParallelFiles& files, const TokenizerPair& tokenizers,
                                    const LengthOptions& options, const TokenCache& cache) {
  const uint64_t key = key_of(files, tokenizers, options, cache);
  auto entry = cache.open(key, /*columns=*/2, [&](TokenStoreWriter& writer) {
    return to_json(encode_all(files, tokenizers, options, writer));
  });
  const FilterCounts counts = filter_counts_from_json(entry.store.notes());
  if (counts.kept == 0) {
    const auto paths = files.paths();
    throw Error({.operation = "preparing sentence pairs",
                 .where = paths.empty() ? "" : paths.front().string(),
                 .found = "no pair is left: " + to_json(counts).dump(),
                 .expected = "at least one",
                 .hint = "check max_length, max_length_ratio and the files"});
  }
  return {std::move(entry.store), counts, entry.reused};
}

}  // namespace attend
