#include "attend/data/answer_windows.h"

#include <algorithm>

#include <fmt/format.h>

#include "attend/core/error.h"
#include "attend/tokenizers/wordpiece_input.h"

namespace attend {

WindowOptions shortened(WindowOptions windows, int64_t max_length) {
  if (windows.max_length <= max_length) return windows;
  windows.max_length = max_length;
  const int64_t room = std::max<int64_t>(0, max_length - static_cast<int64_t>(symbols_of_pair));
  windows.max_question_length = std::min(windows.max_question_length, room / 2);
  windows.stride = std::min(windows.stride, (room - windows.max_question_length) / 2);
  return windows;
}

std::vector<AnswerWindow> cut_windows(std::span<const int64_t> question, std::span<const PieceSpan> context,
                                      const SpecialIds& special, const WindowOptions& options) {
  question = question.first(std::min(question.size(), static_cast<size_t>(options.max_question_length)));
  const int64_t room = options.max_length - symbols_of_pair - static_cast<int64_t>(question.size());
  if (room < 1) {
    throw Error({.operation = "cutting a context into windows",
                 .found = fmt::format("a max_length of {} for a question of {} ids", options.max_length,
                                      question.size()),
                 .expected = "room for the context",
                 .hint = "raise max_length or lower max_question_length"});
  }
  // A long question leaves less room than the stride was chosen for.
  const int64_t shared = std::min(options.stride, room - 1);
  std::vector<AnswerWindow> windows;
  for (const auto& [begin, end] : make_windows(static_cast<int64_t>(context.size()), room, shared)) {
    std::vector<int64_t> part;
    for (int64_t piece = begin; piece < end; ++piece) part.push_back(context[static_cast<size_t>(piece)].id);
    const auto input = make_input(question, part, special);
    windows.push_back({{input.ids.begin(), input.ids.end()},
                       static_cast<int32_t>(question.size()) + static_cast<int32_t>(symbols_of_sentence),
                       static_cast<int32_t>(begin)});
  }
  return windows;
}

std::optional<PieceRange> find_pieces(std::span<const PieceSpan> context, int64_t begin, int64_t end) {
  const auto first = std::ranges::find_if(context, [&](const auto& piece) { return piece.end > begin; });
  const auto last = std::find_if(first, context.end(), [&](const auto& piece) { return piece.begin >= end; });
  if (first == last) return std::nullopt;
  return PieceRange{static_cast<int32_t>(first - context.begin()),
                    static_cast<int32_t>(last - context.begin())};
}

AnswerPlace find_place(const AnswerWindow& window, const std::optional<PieceRange>& answer) {
  if (!answer || answer->begin < window.begin || answer->end > window.begin + window.pieces()) return {};
  const int32_t shift = window.first - window.begin;
  return {answer->begin + shift, answer->end - 1 + shift};
}

}  // namespace attend
