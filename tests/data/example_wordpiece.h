#pragma once

#include "attend/tokenizers/wordpiece_tokenizer.h"

namespace attend::test {

/// Ids: [PAD] 0, [UNK] 1, [CLS] 2, [SEP] 3, then the words below.
inline WordPieceTokenizer example_wordpiece() {
  return WordPieceTokenizer(Vocabulary({"[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]", "the", "cat", "##s",
                                        "sleep", ".", "in", "paris", "where", "?", "un", "##able"}),
                            {});
}

}  // namespace attend::test
