#pragma once

#include <cstdint>

#include "attend/tokenizers/tokenizer_pair.h"

namespace attend {

/// The ids a translation model gives a meaning to, and the sizes of its vocabularies.
struct TranslationVocabulary {
  int64_t source_size = 0;
  int64_t target_size = 0;
  int64_t source_pad = -1;
  int64_t target_pad = -1;
  int64_t source_end = -1;
  int64_t target_end = -1;
  int64_t start = -1;   ///< first input of the decoder
  bool shared = false;  ///< an id stands for the same piece on both sides
};

/// What the tokenizers say. The decoder starts from the target's begin symbol, or from pad where it has none,
/// as Marian does. Throws Error where a side lacks an end or pad symbol.
TranslationVocabulary translation_vocabulary(const TokenizerPair& tokenizers);

}  // namespace attend
