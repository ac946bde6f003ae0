#include "attend/tokenizers/wordpiece_words.h"

namespace attend {

void WordBuffer::clear() {
  text_.clear();
  sources_.clear();
  characters_ = 0;
}

void WordBuffer::add(char32_t point, uint32_t source) {
  append_utf8(text_, point);
  sources_.resize(text_.size(), source);
  ++characters_;
}

void WordBuffer::add_ascii(std::string_view bytes, const std::array<char, 128>& lower, uint32_t source) {
  const size_t begin = text_.size();
  text_.resize(begin + bytes.size());
  sources_.resize(begin + bytes.size());
  characters_ += bytes.size();
  for (size_t i = 0; i < bytes.size(); ++i) {
    text_[begin + i] = lower[static_cast<unsigned char>(bytes[i])];
    sources_[begin + i] = source + static_cast<uint32_t>(i);
  }
}

WordPieceWords::WordPieceWords(const WordPieceTextOptions& options) : options_(options), table_(options) {
  for (char32_t point = 0; point < 128; ++point) {
    const CharacterRule rule = table_.rule(point);
    plain_[point] = rule.kind == CharacterKind::part;
    lower_[point] = static_cast<char>(rule.count == 0 ? point : table_.output(rule).front());
  }
}

void WordPieceWords::expand(std::string_view text, TextPlace& place, CharacterRule rule,
                            std::vector<SourcedPoint>& points) const {
  if (rule.kind == CharacterKind::mark) return sort_marks(text, place, points);
  const uint32_t source = place.index++;
  const char32_t point = next_code_point(text, place.offset);
  if (rule.kind == CharacterKind::syllable) {
    for (const char32_t letter : decompose_syllable(point)) points.push_back({letter, source});
  } else {
    for (const char32_t part : table_.output(rule)) points.push_back({part, source});
  }
}

}  // namespace attend
