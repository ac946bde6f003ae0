#pragma once

#include <cstdint>
#include <memory>
#include <optional>

#include "attend/tokenizers/line_source.h"
#include "attend/tokenizers/wordpiece_tokenizer.h"

namespace attend {

/// A WordPiece vocabulary to learn; an uncased one by default.
struct WordPieceOptions {
  int64_t vocab_size = 30'000;             ///< pieces, BERT's five symbols among them
  int64_t min_frequency = 2;               ///< pieces that would be made less often are not made
  int64_t alphabet_size = 1000;            ///< characters that get a piece; the rarest others are left out
  bool lowercase = true;                   ///< the text, first
  std::optional<bool> strip_accents = {};  ///< absent: as `lowercase`
};

/// Learns a vocabulary as the `tokenizers` package does: byte-pair encoding (Sennrich et al. 2016) over the
/// characters of normalised words, whose characters after the first begin with `##`. Ids: the symbols, the
/// characters by code point, those within words, then the merged pieces in the order they were made. Of
/// equally frequent pairs the one with the lower ids is merged, so the same text gives the same vocabulary.
/// (The package numbers the characters within words by chance, and so resolves ties by chance.) Lines are
/// well-formed UTF-8.
std::shared_ptr<const WordPieceTokenizer> train_wordpiece(const WordPieceOptions& options,
                                                          const LineSource& lines);

}  // namespace attend
