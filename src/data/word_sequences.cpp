#include "attend/data/word_sequences.h"

#include <algorithm>

#include "attend/core/code_points.h"
#include "attend/tokenizers/wordpiece_input.h"

namespace attend {

std::vector<WordPieces> encode_words(const WordPieceTokenizer& tokenizer,
                                     std::span<const std::string> words) {
  std::vector<WordPieces> result;
  result.reserve(words.size());
  int64_t begin = 0;
  for (const auto& word : words) {
    const int64_t end = begin + count_code_points(word);
    result.push_back({tokenizer.encode(word), begin, end});
    if (result.back().ids.empty()) result.back().ids = {tokenizer.special().unk};
    begin = end + 1;
  }
  return result;
}

std::vector<WordPieces> find_words(const WordPieceTokenizer& tokenizer, std::string_view text) {
  const auto& continuation = tokenizer.settings().continuation;
  std::vector<WordPieces> words;
  for (const auto& [id, begin, end] : tokenizer.encode_spans(text)) {
    if (words.empty() || !tokenizer.piece(id).starts_with(continuation)) {
      words.push_back({{}, begin, end});
    }
    words.back().ids.push_back(id);
    words.back().end = end;
  }
  return words;
}

std::vector<WordSequence> cut_words(std::span<const WordPieces> words, const SpecialIds& special,
                                    int64_t max_length) {
  const auto room = static_cast<size_t>(max_length - symbols_of_sentence);
  std::vector<WordSequence> sequences;
  const auto end_sequence = [&] {
    if (!sequences.empty()) sequences.back().ids.push_back(static_cast<int32_t>(special.eos));
  };
  for (const auto& word : words) {
    const size_t length = std::min(word.ids.size(), room);
    if (sequences.empty() || sequences.back().ids.size() - 1 + length > room) {
      end_sequence();
      sequences.push_back({{static_cast<int32_t>(special.bos)}, {}});
    }
    auto& [ids, places] = sequences.back();
    places.push_back(static_cast<int32_t>(ids.size()));
    ids.insert(ids.end(), word.ids.begin(), word.ids.begin() + static_cast<std::ptrdiff_t>(length));
  }
  end_sequence();
  return sequences;
}

}  // namespace attend
