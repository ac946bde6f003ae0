#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <vector>

namespace attend {

/// What happens to a text before WordPiece cuts its words (BertNormalizer of the `tokenizers` package).
/// Control characters always go, and every kind of white space is a space.
struct WordPieceTextOptions {
  bool lowercase = true;
  std::optional<bool> strip_accents;  ///< decompose (NFD) and leave out the accents; absent: as `lowercase`
  bool separate_ideographs = true;    ///< each ideograph of Chinese and Japanese is a word of its own
  bool separate_punctuation = true;   ///< each punctuation mark is one; false in the lectures' words only

  bool strips_accents() const { return strip_accents.value_or(lowercase); }
};

/// Where a code point puts what it becomes.
enum class CharacterKind : uint8_t {
  part,      ///< of a word
  alone,     ///< a word of its own
  space,     ///< between words
  removed,   ///< nothing is left of it
  syllable,  ///< Hangul, taken apart into letters: decompose_syllable
  mark,      ///< stays, but its place among its neighbours depends on them: sort_marks
};

/// What one code point becomes: `count` code points from number `first` of CharacterTable's outputs, or
/// itself where `count` is 0.
struct CharacterRule {
  CharacterKind kind = CharacterKind::part;
  uint8_t count = 0;
  uint16_t first = 0;

  bool operator==(const CharacterRule&) const = default;
};

/// The rules of all code points under some options, in pages of 256 that equal ones share.
class CharacterTable {
 public:
  explicit CharacterTable(const WordPieceTextOptions& options);

  /// `point` is at most 0x10FFFF.
  CharacterRule rule(char32_t point) const {
    return rules_[size_t{page_of_[point >> 8]} << 8 | (point & 0xFF)];
  }
  std::span<const char32_t> output(CharacterRule rule) const {
    return std::span(outputs_).subspan(rule.first, rule.count);
  }

 private:
  std::array<uint16_t, 0x1100> page_of_{};
  std::vector<CharacterRule> rules_;
  std::u32string outputs_;
};

/// The two or three letters of a Hangul syllable (Unicode 15, section 3.12).
std::u32string decompose_syllable(char32_t point);

/// A code point and the number of the one in the original text that it stands for.
struct SourcedPoint {
  char32_t point = 0;
  uint32_t source = 0;
};

/// A place in a text: in bytes, and in code points.
struct TextPlace {
  size_t offset = 0;
  uint32_t index = 0;
};

/// Where NFD sorts the marks after a letter, those that are left without accents: appends them to `points`,
/// and the letter where it is taken apart into a letter and marks. `place` is that of a code point of kind
/// `mark`, of which no earlier one stands between it and its letter; it moves past all marks of that letter.
void sort_marks(std::string_view text, TextPlace& place, std::vector<SourcedPoint>& points);

}  // namespace attend
