#pragma once

#include <string>
#include <vector>

#include "attend/tokenizers/wordpiece_tokenizer.h"

namespace attend::test {

inline Vocabulary wordpiece_vocabulary() {
  return Vocabulary({"[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]", "un", "##aff", "##able", "##a", "run",
                     "the", "##s", ",", ".", "!", "Run", "caf\u00e9", "cafe"});
}

inline WordPieceTokenizer small_wordpiece(WordPieceSettings settings = {}) {
  return WordPieceTokenizer(wordpiece_vocabulary(), std::move(settings));
}

}  // namespace attend::test
