#pragma once

#include <memory>

#include "attend/data/example_options.h"
#include "attend/data/parallel_files.h"
#include "attend/data/token_cache.h"
#include "attend/tokenizers/train_tokenizers.h"
#include "attend/tokenizers/wordpiece_tokenizer.h"

namespace attend {

/// The tokenizers that `options` describe, learnt once from the pairs of `files` and kept in `cache`, beside
/// the encoded data, under a hash of both.
std::shared_ptr<const TokenizerPair> learn_tokenizers(const TokenizerOptions& options,
                                                      const ParallelFiles& files, const TokenCache& cache);

/// The same for the one vocabulary of a BERT, learnt from `texts`, which come from `files`.
std::shared_ptr<const WordPieceTokenizer> learn_wordpiece(const WordPieceOptions& options,
                                                          const ExampleFiles& files, const LineSource& texts,
                                                          const TokenCache& cache);

}  // namespace attend
