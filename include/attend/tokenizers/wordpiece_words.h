#pragma once

#include <array>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "attend/core/strings.h"
#include "attend/tokenizers/wordpiece_characters.h"

namespace attend {

/// A normalised word, valid until the next one.
struct NormalizedWord {
  std::string_view text;              ///< never empty
  std::span<const uint32_t> sources;  ///< for each byte of `text`, the number of the original's code point
  size_t characters = 0;              ///< code points of `text`
};

/// Collects a word; its memory is used again for the next.
class WordBuffer {
 public:
  NormalizedWord word() const { return {text_, sources_, characters_}; }
  bool empty() const { return text_.empty(); }
  void clear();
  void add(char32_t point, uint32_t source);
  /// Bytes of ASCII, each through `lower`; the first stands for code point `source`.
  void add_ascii(std::string_view bytes, const std::array<char, 128>& lower, uint32_t source);

 private:
  std::string text_;
  std::vector<uint32_t> sources_;
  size_t characters_ = 0;
};

/// Cuts a text into normalised words and punctuation marks: BertNormalizer and BertPreTokenizer of the
/// `tokenizers` package in one pass.
class WordPieceWords {
 public:
  explicit WordPieceWords(const WordPieceTextOptions& options);

  const WordPieceTextOptions& options() const { return options_; }

  /// Calls `visit(const NormalizedWord&)` for each word of `text`, whose first code point has number `index`.
  /// Gives the number after its last one.
  template <class Visit>
  uint32_t each(std::string_view text, uint32_t index, WordBuffer& buffer, Visit&& visit) const;

 private:
  bool is_plain(char byte) const { return plain_[static_cast<unsigned char>(byte)]; }
  /// What the code point at `place` adds to a word, past which `place` moves.
  void expand(std::string_view text, TextPlace& place, CharacterRule rule,
              std::vector<SourcedPoint>& points) const;

  WordPieceTextOptions options_;
  CharacterTable table_;
  std::array<bool, 256> plain_{};  // ASCII that is part of a word
  std::array<char, 128> lower_{};  // and what it becomes
};

template <class Visit>
uint32_t WordPieceWords::each(std::string_view text, uint32_t index, WordBuffer& buffer,
                              Visit&& visit) const {
  std::vector<SourcedPoint> points;
  const auto end_word = [&] {
    if (!buffer.empty()) visit(buffer.word());
    buffer.clear();
  };
  buffer.clear();
  TextPlace place{0, index};
  while (place.offset < text.size()) {
    size_t end = place.offset;
    while (end < text.size() && is_plain(text[end])) ++end;
    if (const size_t length = end - place.offset; length > 0) {
      buffer.add_ascii(text.substr(place.offset, length), lower_, place.index);
      place = {end, place.index + static_cast<uint32_t>(length)};
      continue;
    }
    TextPlace after = place;
    const char32_t point = next_code_point(text, after.offset);
    ++after.index;
    const CharacterRule rule = table_.rule(point);
    if (rule.kind == CharacterKind::part && rule.count == 0) {
      buffer.add(point, place.index);
    } else if (rule.kind == CharacterKind::space || rule.kind == CharacterKind::alone) {
      end_word();
      if (rule.kind == CharacterKind::alone) {
        buffer.add(rule.count == 0 ? point : table_.output(rule).front(), place.index);
        end_word();
      }
    } else if (rule.kind != CharacterKind::removed) {
      points.clear();
      after = place;
      expand(text, after, rule, points);
      for (const auto& [part, source] : points) buffer.add(part, source);
    }
    place = after;
  }
  end_word();
  return place.index;
}

}  // namespace attend
