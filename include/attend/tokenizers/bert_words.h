#pragma once

#include <cstdint>
#include <memory>

#include "attend/tokenizers/line_source.h"
#include "attend/tokenizers/wordpiece_tokenizer.h"

namespace attend {

/// A vocabulary of whole words for BERT, as in the lectures of "Dive into Deep Learning".
struct BertWordOptions {
  int64_t min_frequency = 5;  ///< rarer words are unknown
  bool lowercase = true;
};

/// Learns the words of `lines`, which are well-formed UTF-8. What stands between white space is a word. Ids:
/// `<unk>` `<pad>` `<mask>` `<cls>` `<sep>`, then words by descending frequency, ties by first occurrence.
/// The tokenizer is a WordPiece one without pieces within words, so that it has BERT's files.
std::shared_ptr<const WordPieceTokenizer> train_bert_words(const BertWordOptions& options,
                                                           const LineSource& lines);

}  // namespace attend
