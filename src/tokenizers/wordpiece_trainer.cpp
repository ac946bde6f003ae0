#include "attend/tokenizers/wordpiece_trainer.h"

#include <algorithm>
#include <map>
#include <set>
#include <string>
#include <unordered_map>
#include <utility>
#include <vector>

#include "pair_merger.h"
#include <fmt/format.h>

#include "attend/core/error.h"
#include "attend/core/strings.h"
#include "attend/tokenizers/wordpiece_words.h"

namespace attend {
namespace {

struct StringHash : std::hash<std::string_view> {
  using is_transparent = void;
};
using WordCounts = std::unordered_map<std::string, int64_t, StringHash, std::equal_to<>>;

WordCounts count_words(const WordPieceTextOptions& options, const LineSource& lines) {
  const WordPieceWords words(options);
  WordBuffer buffer;
  WordCounts counts;
  for (std::string line; lines(line);) {
    words.each(line, 0, buffer, [&](const NormalizedWord& word) {
      auto place = counts.find(word.text);
      if (place == counts.end()) place = counts.emplace(word.text, 0).first;
      ++place->second;
    });
  }
  return counts;
}

/// Numbers the pieces as they are found.
class PieceList {
 public:
  explicit PieceList(const WordPieceSettings& settings) : continuation_(settings.continuation) {
    const WordPieceSymbols& symbols = settings.symbols;
    for (const auto& symbol : {symbols.pad, symbols.unk, symbols.cls, symbols.sep, symbols.mask}) add(symbol);
  }

  size_t size() const { return pieces_.size(); }
  std::vector<std::string> take() { return std::move(pieces_); }

  /// The number of `piece`, which is new or known.
  uint32_t add(const std::string& piece) {
    const auto [place, is_new] = numbers_.try_emplace(piece, static_cast<uint32_t>(pieces_.size()));
    if (is_new) pieces_.push_back(piece);
    return place->second;
  }
  uint32_t add_within(const std::string& piece) { return add(continuation_ + piece); }
  uint32_t add_merged(PairMerger::Pair pair) {
    return add(pieces_[pair.left] + pieces_[pair.right].substr(continuation_.size()));
  }

 private:
  std::string continuation_;
  std::vector<std::string> pieces_;
  std::unordered_map<std::string, uint32_t> numbers_;
};

using Words = std::vector<std::pair<std::u32string, int64_t>>;

/// The most frequent `size` characters of the words, by code point.
std::u32string make_alphabet(const Words& words, size_t size) {
  std::map<char32_t, int64_t> counts;
  for (const auto& [word, count] : words) {
    for (const char32_t point : word) counts[point] += count;
  }
  std::vector<std::pair<int64_t, char32_t>> ranked;
  for (const auto& [point, count] : counts) ranked.emplace_back(-count, point);
  std::sort(ranked.begin(), ranked.end());
  if (ranked.size() > size) ranked.resize(size);
  std::u32string alphabet;
  for (const auto& [count, point] : ranked) alphabet += point;
  std::sort(alphabet.begin(), alphabet.end());
  return alphabet;
}

std::string to_text(char32_t point) {
  std::string text;
  append_utf8(text, point);
  return text;
}

/// The words as numbers of pieces of one character. A character outside the alphabet is passed over.
PairMerger spell(const Words& words, const std::u32string& alphabet, PieceList& pieces) {
  std::set<char32_t> inner;
  for (const auto& [word, count] : words) inner.insert(word.begin() + 1, word.end());
  std::map<char32_t, uint32_t> first, within;
  for (const char32_t point : alphabet) first[point] = pieces.add(to_text(point));
  for (const char32_t point : alphabet) {
    if (inner.contains(point)) within[point] = pieces.add_within(to_text(point));
  }
  std::vector<std::vector<uint32_t>> spelled;
  std::vector<int64_t> counts;
  for (const auto& [word, count] : words) {
    auto& symbols = spelled.emplace_back();
    counts.push_back(count);
    for (size_t i = 0; i < word.size(); ++i) {
      const auto& numbers = i == 0 ? first : within;
      if (const auto found = numbers.find(word[i]); found != numbers.end()) symbols.push_back(found->second);
    }
  }
  return {std::move(spelled), std::move(counts)};
}

}  // namespace

std::shared_ptr<const WordPieceTokenizer> train_wordpiece(const WordPieceOptions& options,
                                                          const LineSource& lines) {
  WordPieceSettings settings;
  settings.text.lowercase = options.lowercase;
  settings.text.strip_accents = options.strip_accents;

  Words words;
  for (const auto& [word, count] : count_words(settings.text, lines))
    words.emplace_back(to_code_points(word), count);
  std::sort(words.begin(), words.end());

  PieceList pieces(settings);
  const auto alphabet = make_alphabet(words, static_cast<size_t>(options.alphabet_size));
  PairMerger merger = spell(words, alphabet, pieces);
  const auto size = static_cast<size_t>(options.vocab_size);
  if (pieces.size() > size) {
    throw UsageError({.operation = "learning a WordPiece vocabulary",
                      .found = fmt::format("a vocab_size of {}", size),
                      .expected = fmt::format("at least {}, for the symbols and the characters of the text",
                                              pieces.size()),
                      .hint = "or a smaller alphabet_size"});
  }
  while (pieces.size() < size) {
    const auto pair = merger.most_frequent(std::max<int64_t>(options.min_frequency, 1));
    if (!pair) break;
    merger.merge(*pair, pieces.add_merged(*pair));
  }
  return std::make_shared<const WordPieceTokenizer>(Vocabulary(pieces.take()), std::move(settings));
}

}  // namespace attend
