#pragma once

#include "attend/data/length_filter.h"
#include "attend/data/parallel_files.h"
#include "attend/data/token_cache.h"
#include "attend/tokenizers/tokenizer_pair.h"

namespace attend {

/// Sentence pairs as ids: column 0 is the source, column 1 the target, each with its end symbol.
struct ParallelTokens {
  TokenStore store;
  FilterCounts counts;
  bool reused = false;  ///< from the cache, not encoded now
};

/// Changes with the pairs that `files` give: with their bytes, and with what is read of them. `cache`
/// remembers the bytes' hashes.
uint64_t fingerprint(const ParallelFiles& files, const TokenCache& cache);

/// The pairs of `files`, encoded once and kept in `cache` under a hash of the files' bytes, the tokenizers
/// and the options. Throws Error where no pair is left.
ParallelTokens load_parallel_tokens(const ParallelFiles& files, const TokenizerPair& tokenizers,
                                    const LengthOptions& options, const TokenCache& cache);

}  // namespace attend
