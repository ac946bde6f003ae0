#include "attend/tokenizers/wordpiece_characters.h"

#include <algorithm>
#include <iterator>
#include <map>
#include <string_view>

#include "attend/core/strings.h"

namespace attend {
namespace {

struct Range {
  char32_t first, last;
};
struct Run {
  char32_t first, last, stride, to;
};
struct Pair {
  char32_t point, base;
};
struct Parts {
  char32_t point;
  char32_t parts[3];  // zeros at the end
};
struct Order {
  char32_t first, last;
  uint8_t order;
};

#include "bert_tables.inl"

constexpr char32_t code_points = 0x110000;
constexpr Range syllables = {0xAC00, 0xD7A3};
constexpr char32_t capital_i_with_dot = 0x130, dot_above = 0x307;

/// The entry of a sorted table whose points `point` is among; null where there is none.
template <class Entry, size_t N>
const Entry* find_range(const Entry (&table)[N], char32_t point) {
  const Entry* after = std::upper_bound(std::begin(table), std::end(table), point,
                                        [](char32_t p, const Entry& entry) { return p < entry.first; });
  return after != std::begin(table) && point <= (after - 1)->last ? after - 1 : nullptr;
}

/// The combining class; of a character that is taken apart, that of its first part.
uint8_t combining_class(char32_t point) {
  const Order* entry = find_range(orders, point);
  return entry != nullptr ? entry->order : uint8_t{0};
}

std::u32string_view parts_of(const Parts& entry) {
  return {entry.parts, entry.parts[2] != 0 ? size_t{3} : size_t{2}};
}

/// The parts of a character that is taken apart into several; none for others.
std::u32string_view several_parts(char32_t point) {
  const Parts* entry = std::lower_bound(std::begin(several), std::end(several), point,
                                        [](const Parts& parts, char32_t p) { return parts.point < p; });
  return entry != std::end(several) && entry->point == point ? parts_of(*entry) : std::u32string_view();
}

char32_t to_lower(char32_t point) {
  const Run* run = find_range(lower_case, point);
  if (run == nullptr || (point - run->first) % run->stride != 0) return point;
  return run->to + (point - run->first);
}

/// Collects what each code point becomes, and then how it counts.
class TableBuilder {
 public:
  explicit TableBuilder(const WordPieceTextOptions& options) : options_(options), rules_(code_points) {}

  const std::vector<CharacterRule>& rules() const { return rules_; }
  std::u32string take_outputs() { return std::move(outputs_); }

  void build() {
    if (options_.strips_accents()) take_accents_off();
    if (options_.lowercase) make_lower();
    if (options_.separate_punctuation) mark(punctuation, CharacterKind::alone);
    if (options_.separate_ideographs) mark(ideographs, CharacterKind::alone);
    mark(spaces, CharacterKind::space);
    mark(cleaned, CharacterKind::removed);
  }

 private:
  template <size_t N>
  void mark(const Range (&ranges)[N], CharacterKind kind) {
    for (const Range& range : ranges) {
      for (char32_t point = range.first; point <= range.last; ++point) rules_[point].kind = kind;
    }
  }

  void set_output(char32_t point, std::u32string_view output) {
    rules_[point].count = static_cast<uint8_t>(output.size());
    rules_[point].first = static_cast<uint16_t>(outputs_.size());
    outputs_ += output;
  }

  void take_accents_off() {
    mark(accents, CharacterKind::removed);
    for (const Order& range : orders) {
      for (char32_t point = range.first; point <= range.last; ++point) {
        if (rules_[point].kind == CharacterKind::part) rules_[point].kind = CharacterKind::mark;
      }
    }
    for (const Pair& pair : bases) {
      set_output(pair.point, {&pair.base, 1});
      // A few signs become ASCII punctuation.
      const bool splits = options_.separate_punctuation && find_range(punctuation, pair.base) != nullptr;
      if (splits) rules_[pair.point].kind = CharacterKind::alone;
    }
    for (const Parts& entry : several) {
      set_output(entry.point, parts_of(entry));
      if (combining_class(entry.parts[1]) != 0) rules_[entry.point].kind = CharacterKind::mark;
    }
    for (char32_t point = syllables.first; point <= syllables.last; ++point) {
      rules_[point].kind = CharacterKind::syllable;
    }
  }

  void make_lower() {
    for (char32_t& point : outputs_) point = to_lower(point);
    for (const Run& run : lower_case) {
      for (char32_t point = run.first; point <= run.last; point += run.stride) {
        const char32_t lower = to_lower(point);
        if (rules_[point].count == 0) set_output(point, {&lower, 1});
      }
    }
    // The one code point whose lower case is two.
    constexpr char32_t i_with_dot[] = {U'i', dot_above};
    if (!options_.strips_accents()) set_output(capital_i_with_dot, {i_with_dot, 2});
  }

  WordPieceTextOptions options_;
  std::vector<CharacterRule> rules_;
  std::u32string outputs_;
};

/// A code point of a run of marks: `inserted` ones are further parts of the code point before them.
struct Mark {
  uint8_t order;
  char32_t point;
  bool stays;
  bool inserted;
};

/// Applies NFD's order to the points it is given, as the package does: a point that is moved takes over the
/// source of the place it is moved to.
class MarkSorter {
 public:
  explicit MarkSorter(std::vector<SourcedPoint>& sorted) : sorted_(sorted) {}

  void add(char32_t point, uint32_t source) {
    sources_.push_back(source);
    const std::u32string_view parts = several_parts(point);
    if (parts.empty()) {
      add({combining_class(point), point, find_range(accents, point) == nullptr, false});
      return;
    }
    for (const char32_t& part : parts) add({combining_class(part), part, true, &part != parts.data()});
  }

  void flush() {
    std::stable_sort(waiting_.begin(), waiting_.end(),
                     [](const Mark& a, const Mark& b) { return a.order < b.order; });
    for (const Mark& mark : waiting_) {
      if (!mark.inserted) source_ = sources_[used_++];
      if (mark.stays) sorted_.push_back({mark.point, source_});
    }
    waiting_.clear();
  }

 private:
  void add(const Mark& mark) {
    if (mark.order == 0) flush();
    waiting_.push_back(mark);
    if (mark.order == 0) flush();
  }

  std::vector<SourcedPoint>& sorted_;
  std::vector<Mark> waiting_;
  std::vector<uint32_t> sources_;
  size_t used_ = 0;
  uint32_t source_ = 0;
};

/// Moves `place` to the code point before it.
void step_back(std::string_view text, TextPlace& place) {
  do {
    --place.offset;
  } while (place.offset > 0 && (static_cast<unsigned char>(text[place.offset]) & 0xC0) == 0x80);
  --place.index;
}

char32_t point_at(std::string_view text, TextPlace place) { return next_code_point(text, place.offset); }

bool is_cleaned(char32_t point) { return find_range(cleaned, point) != nullptr; }

}  // namespace

CharacterTable::CharacterTable(const WordPieceTextOptions& options) {
  constexpr size_t page_size = 256;
  TableBuilder builder(options);
  builder.build();
  outputs_ = builder.take_outputs();
  std::map<std::u32string, uint16_t> pages;
  for (size_t page = 0; page < page_of_.size(); ++page) {
    const auto begin = builder.rules().begin() + static_cast<std::ptrdiff_t>(page * page_size);
    std::u32string key;
    for (const CharacterRule& rule : std::span(begin, page_size)) {
      key += static_cast<char32_t>(static_cast<uint32_t>(rule.kind) << 24 | uint32_t{rule.count} << 16 |
                                   rule.first);
    }
    const auto [place, is_new] = pages.try_emplace(std::move(key), static_cast<uint16_t>(pages.size()));
    if (is_new) rules_.insert(rules_.end(), begin, begin + page_size);
    page_of_[page] = place->second;
  }
}

std::u32string decompose_syllable(char32_t point) {
  constexpr char32_t leads = 0x1100, vowels = 0x1161, trails = 0x11A7;
  constexpr char32_t vowel_count = 21, trail_count = 28;
  const char32_t index = point - syllables.first;
  std::u32string letters = {leads + index / (vowel_count * trail_count),
                            vowels + index % (vowel_count * trail_count) / trail_count};
  if (index % trail_count != 0) letters += trails + index % trail_count;
  return letters;
}

void sort_marks(std::string_view text, TextPlace& place, std::vector<SourcedPoint>& points) {
  // The accents between the letter and this mark count too: they may change places with it.
  while (combining_class(point_at(text, place)) != 0 && place.offset > 0) {
    TextPlace before = place;
    do {
      step_back(text, before);
    } while (is_cleaned(point_at(text, before)) && before.offset > 0);
    if (combining_class(point_at(text, before)) == 0) break;
    place = before;
  }
  MarkSorter sorter(points);
  bool is_first = true;
  while (place.offset < text.size()) {
    const char32_t point = point_at(text, place);
    if (!is_cleaned(point)) {
      if (!is_first && combining_class(point) == 0) break;
      sorter.add(point, place.index);
      is_first = false;
    }
    next_code_point(text, place.offset);
    ++place.index;
  }
  sorter.flush();
}

}  // namespace attend
