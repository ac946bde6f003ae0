#include "attend/tokenizers/wordpiece_tokenizer.h"

#include <algorithm>
#include <array>
#include <utility>

#include <fmt/format.h>

#include "attend/core/code_points.h"
#include "attend/core/error.h"
#include "attend/core/hash.h"
#include "attend/core/strings.h"

namespace attend {
namespace {

int64_t required_id(const Vocabulary& vocabulary, const std::string& piece, const std::string& origin) {
  if (const auto id = vocabulary.id(piece)) return *id;
  throw Error({.operation = "opening a WordPiece vocabulary",
               .where = origin,
               .found = fmt::format("no \"{}\" among {} pieces", piece, vocabulary.size()),
               .expected = "the symbols for padding, unknown, begin and end"});
}

SpecialIds special_ids(const Vocabulary& vocabulary, const WordPieceSymbols& symbols,
                       const std::string& origin) {
  return {.pad = required_id(vocabulary, symbols.pad, origin),
          .bos = required_id(vocabulary, symbols.cls, origin),
          .eos = required_id(vocabulary, symbols.sep, origin),
          .unk = required_id(vocabulary, symbols.unk, origin)};
}

/// Whether a word is written without a space before it.
bool leans_on_the_word_before(std::string_view word) {
  constexpr std::array<std::string_view, 9> starts = {".", "?", "!", ",", "n't", "'m", "'s", "'ve", "'re"};
  return std::any_of(starts.begin(), starts.end(),
                     [&](std::string_view start) { return word.starts_with(start); });
}

}  // namespace

WordPieceTokenizer::WordPieceTokenizer(Vocabulary vocabulary, WordPieceSettings settings,
                                       const std::string& origin)
    : vocabulary_(std::move(vocabulary)),
      settings_(std::move(settings)),
      special_(special_ids(vocabulary_, settings_.symbols, origin)),
      mask_id_(vocabulary_.id(settings_.symbols.mask).value_or(-1)),
      words_(settings_.text),
      added_(with_symbols(settings_.added)),
      beginnings_(entries("")),
      continuations_(entries(settings_.continuation)),
      fingerprint_(make_fingerprint()) {}

std::vector<ByteTrie::Entry> WordPieceTokenizer::entries(std::string_view prefix) const {
  std::vector<ByteTrie::Entry> entries;
  for (int64_t id = 0; id < vocabulary_.size(); ++id) {
    const std::string_view piece = vocabulary_.piece(id);
    if (!piece.starts_with(prefix) || piece.size() == prefix.size()) continue;
    entries.emplace_back(piece.substr(prefix.size()), static_cast<int32_t>(id));
  }
  return entries;
}

std::vector<AddedToken> WordPieceTokenizer::with_symbols(std::vector<AddedToken> tokens) const {
  const WordPieceSymbols& symbols = settings_.symbols;
  for (const std::string* symbol : {&symbols.pad, &symbols.unk, &symbols.cls, &symbols.sep, &symbols.mask}) {
    const auto id = vocabulary_.id(*symbol);
    const bool is_there = std::any_of(tokens.begin(), tokens.end(),
                                      [&](const AddedToken& token) { return token.text == *symbol; });
    if (id && !is_there) tokens.push_back({.text = *symbol, .id = *id});
  }
  return tokens;
}

uint64_t WordPieceTokenizer::make_fingerprint() const {
  Hasher hasher;
  hasher.add("wordpiece");
  const WordPieceTextOptions& text = settings_.text;
  for (const bool choice :
       {text.lowercase, text.strips_accents(), text.separate_ideographs, text.separate_punctuation}) {
    hasher.add(uint64_t{choice});
  }
  hasher.add(settings_.continuation).add(static_cast<uint64_t>(settings_.max_word_characters));
  for (const int64_t id : {special_.unk, special_.bos, special_.eos, special_.pad}) {
    hasher.add(static_cast<uint64_t>(id));
  }
  for (const AddedToken& token : added_.tokens()) {
    hasher.add(token.text).add(static_cast<uint64_t>(token.id));
    hasher.add(uint64_t{token.takes_space_before}).add(uint64_t{token.takes_space_after});
  }
  vocabulary_.add_to(hasher);
  return hasher.value();
}

template <class Add>
void WordPieceTokenizer::cut(const NormalizedWord& word, std::vector<ByteTrie::Match>& matches,
                             Add&& add) const {
  matches.clear();
  bool is_known = word.characters <= static_cast<size_t>(settings_.max_word_characters);
  for (std::string_view rest = word.text; is_known && !rest.empty();) {
    const ByteTrie::Match match = (matches.empty() ? beginnings_ : continuations_).longest(rest);
    is_known = match.value >= 0;
    matches.push_back(match);
    rest.remove_prefix(match.length);
  }
  if (!is_known) {
    add(special_.unk, word.sources.front(), word.sources.back() + 1);
    return;
  }
  size_t at = 0;
  for (const ByteTrie::Match& match : matches) {
    add(match.value, word.sources[at], word.sources[at + match.length - 1] + 1);
    at += match.length;
  }
}

template <class Add>
void WordPieceTokenizer::each_piece(std::string_view text, Add&& add) const {
  std::vector<ByteTrie::Match> matches;
  WordBuffer buffer;
  const auto visit = [&](const NormalizedWord& word) { cut(word, matches, add); };
  uint32_t index = 0;
  for (size_t at = 0; at < text.size();) {
    const auto found = added_.find(text, at);
    const size_t end = found ? found->begin : text.size();
    index = words_.each(text.substr(at, end - at), index, buffer, visit);
    if (!found) break;
    const uint32_t begin = index;
    index += static_cast<uint32_t>(count_code_points(text.substr(found->begin, found->end - found->begin)));
    add(found->id, begin, index);
    at = found->end;
  }
}

std::vector<int64_t> WordPieceTokenizer::encode(std::string_view text) const {
  std::vector<int64_t> ids;
  ids.reserve(text.size() / 4 + 1);
  each_piece(text, [&](int64_t id, uint32_t, uint32_t) { ids.push_back(id); });
  return ids;
}

std::vector<PieceSpan> WordPieceTokenizer::encode_spans(std::string_view text) const {
  std::vector<PieceSpan> spans;
  spans.reserve(text.size() / 4 + 1);
  each_piece(text, [&](int64_t id, uint32_t begin, uint32_t end) { spans.push_back({id, begin, end}); });
  return spans;
}

std::vector<std::string> WordPieceTokenizer::pieces(std::string_view text) const {
  std::vector<std::string> pieces;
  each_piece(text, [&](int64_t id, uint32_t, uint32_t) { pieces.push_back(vocabulary_.piece(id)); });
  return pieces;
}

std::string WordPieceTokenizer::decode(const std::vector<int64_t>& ids) const {
  std::string text;
  for (const int64_t id : ids) {
    const std::string& piece = vocabulary_.piece(id);
    if (id == special_.pad || id == special_.bos || id == special_.eos) continue;
    std::string_view word = piece;
    if (!text.empty() && word.starts_with(settings_.continuation)) {
      word.remove_prefix(settings_.continuation.size());
    } else if (!text.empty() && !leans_on_the_word_before(word)) {
      text += ' ';
    }
    text += word;
  }
  return text;
}

}  // namespace attend
