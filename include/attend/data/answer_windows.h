#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string_view>
#include <vector>

#include "attend/tokenizers/wordpiece_tokenizer.h"

namespace attend {

/// How a question and a long context are cut to what BERT reads.
struct WindowOptions {
  int64_t max_length = 384;          ///< ids of a window, the question and three symbols counted
  int64_t stride = 128;              ///< ids of the context that a window shares with the one before
  int64_t max_question_length = 64;  ///< ids of the question; the rest is cut off
};

/// `windows` of at most `max_length` ids: of shorter ones at least half are for the context however long the
/// question is, and half of that is new.
WindowOptions shortened(WindowOptions windows, int64_t max_length);

/// A question and a part of its context as BERT reads them.
struct AnswerWindow {
  std::vector<int32_t> ids;  ///< [CLS] question [SEP] part of the context [SEP]
  int32_t first = 0;         ///< ids up to the first [SEP]: there the context begins
  int32_t begin = 0;         ///< number of the context's piece at `first`

  /// Pieces of the context that are in the window.
  int32_t pieces() const { return static_cast<int32_t>(ids.size()) - first - 1; }
};

/// Windows over the whole context, at least one. Throws Error where max_length leaves the context no room.
std::vector<AnswerWindow> cut_windows(std::span<const int64_t> question, std::span<const PieceSpan> context,
                                      const SpecialIds& special, const WindowOptions& options);

/// The pieces [begin, end) of a context.
struct PieceRange {
  int32_t begin = 0, end = 0;

  bool operator==(const PieceRange&) const = default;
};

/// The pieces that the code points [begin, end) of the context touch; nothing where there is none.
std::optional<PieceRange> find_pieces(std::span<const PieceSpan> context, int64_t begin, int64_t end);

/// Where an answer's first and last id are in a window.
struct AnswerPlace {
  int32_t first = 0, last = 0;  ///< both 0, the place of [CLS], where the window does not hold the answer

  bool operator==(const AnswerPlace&) const = default;
};

/// The place of the pieces `answer`, all of which must be in the window; `answer` is absent where the context
/// has none.
AnswerPlace find_place(const AnswerWindow& window, const std::optional<PieceRange>& answer);

}  // namespace attend
