#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "attend/data/token_store.h"

namespace attend {

/// Sequences as the rows of a matrix, padded at the end.
struct PaddedIds {
  std::vector<int64_t> ids;      ///< [rows, width], row by row
  std::vector<int64_t> lengths;  ///< [rows], without padding
  int64_t rows = 0;
  int64_t width = 0;  ///< the longest length

  /// The sum of `lengths`.
  int64_t tokens() const;
};

/// `sequences` as they are, padded with `pad_id`.
PaddedIds pad(std::span<const std::span<const int32_t>> sequences, int64_t pad_id);

/// One column of `examples` of a store. Throws Error for an id above the store's greatest (the file was
/// altered).
PaddedIds pad(const TokenStore& store, std::span<const uint32_t> examples, int64_t column, int64_t pad_id);

/// A decoder's inputs for `targets`: `start_id` first, everything one place to the right, the last token of
/// each row left out. Shape and lengths stay; the padding is `pad_id`, whatever it is in `targets`.
PaddedIds shift_right(const PaddedIds& targets, int64_t start_id, int64_t pad_id);

}  // namespace attend
