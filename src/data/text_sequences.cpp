#include "attend/data/text_sequences.h"

#include <algorithm>

#include "attend/core/error.h"
#include "attend/tokenizers/encode_lines.h"
#include "attend/tokenizers/wordpiece_input.h"

namespace attend {
namespace {

using Ids = std::span<const int64_t>;

TextSequence to_sequence(const WordPieceInput& input) {
  TextSequence sequence;
  sequence.ids.assign(input.ids.begin(), input.ids.end());
  sequence.first = static_cast<int32_t>(std::ranges::count(input.types, 0));
  return sequence;
}

TextSequence encode_text(Ids text, const SpecialIds& special, int64_t max_length) {
  const auto room = static_cast<size_t>(max_length - symbols_of_sentence);
  TextSequence sequence = to_sequence(make_input(text.first(std::min(text.size(), room)), special));
  sequence.truncated = text.size() > room;
  return sequence;
}

TextSequence encode_pair(Ids text, Ids pair, const SpecialIds& special, int64_t max_length) {
  const PairLengths whole(text.size(), pair.size());
  const auto kept = truncate_longest_first(whole, max_length - symbols_of_pair);
  TextSequence sequence = to_sequence(make_input(text.first(static_cast<size_t>(kept.first)),
                                                 pair.first(static_cast<size_t>(kept.second)), special));
  sequence.truncated = kept != whole;
  return sequence;
}

}  // namespace

std::vector<TextSequence> encode_texts(const WordPieceTokenizer& tokenizer,
                                       std::span<const std::string> texts, std::span<const std::string> pairs,
                                       const SequenceLimits& limits) {
  if (!pairs.empty() && pairs.size() != texts.size()) {
    throw Error({.operation = "encoding pairs of texts",
                 .found = std::to_string(pairs.size()) + " second texts",
                 .expected = std::to_string(texts.size()) + ", one for each first text"});
  }
  const auto first = encode_lines(tokenizer, texts, limits.threads),
             second = encode_lines(tokenizer, pairs, limits.threads);
  const SpecialIds special = tokenizer.special();
  std::vector<TextSequence> sequences;
  sequences.reserve(texts.size());
  for (size_t i = 0; i < texts.size(); ++i) {
    sequences.push_back(pairs.empty() ? encode_text(first[i], special, limits.max_length)
                                      : encode_pair(first[i], second[i], special, limits.max_length));
  }
  return sequences;
}

}  // namespace attend
