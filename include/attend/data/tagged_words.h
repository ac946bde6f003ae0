#pragma once

#include <cstdint>
#include <vector>

#include "attend/data/example_options.h"
#include "attend/data/token_cache.h"
#include "attend/data/written_labels.h"
#include "attend/tokenizers/line_source.h"
#include "attend/tokenizers/wordpiece_tokenizer.h"

namespace attend {

/// The section "data" of a task that gives each word a tag.
struct TaggedDataOptions : ExampleDataOptions {};

/// The keys of that section.
Schema<TaggedDataOptions> tagged_data_schema();

/// Sentences whose words have tags (CoNLL files), cut into sequences where they are too long. The store's
/// columns:
///   0  the ids of a WordSequence
///   1  for each id 0 where no word begins, else 1 + the number of the word's tag in `tags`
///   2  the number of the sentence; the sequences of one follow each other
struct TaggedWords {
  TokenStore store;
  std::vector<WrittenLabel> tags;  ///< the different ones
  int64_t sentences = 0;
  bool reused = false;  ///< found in the cache, not encoded
};

/// Encodes one part of the data once; `cache` keeps it. Throws Error, with file and line, for what read_conll
/// refuses, and where no sentence is left.
TaggedWords load_tagged_words(const ExampleFiles& files, const TaggedDataOptions& options,
                              const WordPieceTokenizer& tokenizer, const TokenCache& cache);

/// The sentences' words with a space between them, to learn a vocabulary from.
LineSource texts_of(const ExampleFiles& files, const TaggedDataOptions& options);

}  // namespace attend
