#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include "attend/tokenizers/wordpiece_tokenizer.h"

namespace attend {

/// A word of a text, as ids and as a place.
struct WordPieces {
  std::vector<int64_t> ids;    ///< at least one
  int64_t begin = 0, end = 0;  ///< the code points [begin, end) of the text
};

/// Each of `words` as a word of its own, whatever is in it. Places are those in the words with a space
/// between them. A word that normalisation leaves nothing of is [UNK].
std::vector<WordPieces> encode_words(const WordPieceTokenizer& tokenizer, std::span<const std::string> words);

/// The words of a running text: what white space and punctuation separate.
std::vector<WordPieces> find_words(const WordPieceTokenizer& tokenizer, std::string_view text);

/// A stretch of words as BERT reads it.
struct WordSequence {
  std::vector<int32_t> ids;     ///< [CLS] pieces [SEP]
  std::vector<int32_t> places;  ///< where in `ids` each word begins
};

/// All words, in as few sequences of at most `max_length` ids as there have to be; one where they fit. A word
/// stays whole unless it is longer than a sequence: then its end is lost. No words give no sequence.
std::vector<WordSequence> cut_words(std::span<const WordPieces> words, const SpecialIds& special,
                                    int64_t max_length);

}  // namespace attend
