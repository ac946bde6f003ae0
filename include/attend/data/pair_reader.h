#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "attend/data/parallel_files.h"

namespace attend {

/// A sentence and its translation; valid until the next pair is read.
struct TextPair {
  std::string_view source;
  std::string_view target;
};

/// Sentence pairs in the order of the files. Throws what LineReader throws, and Error for an empty file, for
/// files of unequal length (naming both with their numbers of lines) and for a tab-separated line with too
/// few fields.
class PairReader {
 public:
  virtual ~PairReader() = default;
  /// The next pair; nothing after the last.
  virtual std::optional<TextPair> next() = 0;
  /// Where the last pair stands: "train.de and train.en, line 17".
  virtual std::string where() const = 0;
  /// Lines left out so far because they had too few fields.
  virtual int64_t dropped() const { return 0; }
};

/// Reads the files one after the other, plain or gzip. Throws Error where one cannot be opened.
std::unique_ptr<PairReader> open_pairs(const ParallelFiles& files);

}  // namespace attend
