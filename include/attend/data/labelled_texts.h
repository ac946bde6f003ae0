#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "attend/data/table_options.h"
#include "attend/data/token_cache.h"
#include "attend/data/written_labels.h"
#include "attend/tokenizers/line_source.h"
#include "attend/tokenizers/wordpiece_tokenizer.h"

namespace attend {

/// Texts, or pairs, with a label each. Column 0 of the store: the ids of a TextSequence. Column 1: the
/// length of its segment 0, and the number of its label in `labels`.
struct LabelledTexts {
  TokenStore store;
  std::vector<WrittenLabel> labels;  ///< the different ones
  int64_t truncated = 0;             ///< examples that lost their end
  bool reused = false;               ///< found in the cache, not encoded
};

/// Encodes one part of the data once; `cache` keeps it. Throws Error, with file and line, for what
/// TableReader refuses, and where no example is left.
LabelledTexts load_labelled_texts(const ExampleFiles& files, const TableDataOptions& options,
                                  const WordPieceTokenizer& tokenizer, const TokenCache& cache);

/// The texts alone, one after the other, to learn a vocabulary from.
LineSource texts_of(const ExampleFiles& files, const TableDataOptions& options);

}  // namespace attend
