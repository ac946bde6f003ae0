#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "attend/core/random.h"
#include "attend/tokenizers/wordpiece_tokenizer.h"

namespace attend {

/// Which tokens are hidden from a masked language model (Devlin et al. 2019, section 3.1).
struct MaskingOptions {
  double rate = 0.15;         ///< share of the tokens that are to be predicted
  double mask_share = 0.8;    ///< of these, become [MASK]
  double random_share = 0.1;  ///< of these, become any token; the others stay as they are
  bool whole_words = false;   ///< all pieces of a word or none
};

/// Chooses and hides tokens for one vocabulary. Immutable: one object may be used from several threads.
class Masker {
 public:
  /// Throws Error where the vocabulary has no symbol for masks.
  Masker(const MaskingOptions& options, const WordPieceTokenizer& tokenizer);

  /// How many of `tokens` tokens are to be predicted: the share asked for, at least one.
  int64_t count(int64_t tokens) const;

  struct Hidden {
    std::vector<int64_t> places;   ///< in the order of the text
    std::vector<int64_t> targets;  ///< the tokens that stood there
  };
  /// Hides tokens of `ids`, which has at least one that is no [CLS] or [SEP]; these never are. Of whole words
  /// it may be fewer than `count` tokens, where the next word has too many, and more where there is no word
  /// so short.
  Hidden hide(std::span<int64_t> ids, Stream& stream) const;

 private:
  int64_t substitute(int64_t id, Stream& stream) const;
  /// What is hidden together: places of tokens, the first ones of the groups and the end.
  std::vector<std::vector<int64_t>> groups(std::span<const int64_t> ids) const;

  MaskingOptions options_;
  int64_t mask_ = -1, cls_ = -1, sep_ = -1;
  std::vector<char> continues_;    // by id: whether a piece goes on a word
  std::vector<int64_t> ordinary_;  // ids that are no symbols
};

}  // namespace attend
