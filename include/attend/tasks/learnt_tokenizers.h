#pragma once

#include <memory>

#include "attend/data/parallel_files.h"
#include "attend/data/token_cache.h"
#include "attend/tokenizers/train_tokenizers.h"

namespace attend {

/// The tokenizers that `options` describe, learnt once from the pairs of `files` and kept in `cache`, beside
/// the encoded data, under a hash of both.
std::shared_ptr<const TokenizerPair> learn_tokenizers(const TokenizerOptions& options,
                                                      const ParallelFiles& files, const TokenCache& cache);

}  // namespace attend
