#pragma once

#include <memory>
#include <string>
#include <vector>

#include "support/temp_folder.h"

#include "attend/data/sentence_store.h"
#include "attend/tokenizers/wordpiece_tokenizer.h"

namespace attend::test {

inline std::shared_ptr<const WordPieceTokenizer> text_tokenizer() {
  std::vector<std::string> pieces = {"[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]", "##s", "##t"};
  for (char letter = 'a'; letter <= 'z'; ++letter) pieces.emplace_back(1, letter);
  return std::make_shared<const WordPieceTokenizer>(Vocabulary(std::move(pieces)), WordPieceSettings{});
}

/// Documents of sentences of single letters; a line a sentence.
inline SentenceStore store_of(const TempFolder& folder, const std::string& text) {
  const RawTextOptions options{DocumentEnd::empty_line, SentenceEnd::line};
  return load_sentences({folder.write("text", text)}, options, *text_tokenizer(),
                        TokenCache(folder / "cache"));
}

}  // namespace attend::test
