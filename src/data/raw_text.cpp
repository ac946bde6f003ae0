#include "attend/data/raw_text.h"

#include <algorithm>

#include "attend/core/strings.h"

namespace attend {
namespace {

bool is_space(char byte) { return byte == ' ' || byte == '\t'; }

void add_trimmed(std::string_view text, std::vector<std::string>& sentences) {
  if (const auto trimmed = trim(text); !trimmed.empty()) sentences.emplace_back(trimmed);
}

// "= Title =" and, of lower levels, "= = Title = =".
bool is_heading(std::string_view line) {
  const auto text = trim(line);
  return text.size() > 4 && text.starts_with("= ") && text.ends_with(" =");
}

bool is_title(std::string_view line) { return is_heading(line) && !trim(line).starts_with("= ="); }

constexpr std::array<std::string_view, 3> ideographic_stops = {"\u3002", "\uff01", "\uff1f"};
constexpr std::array<std::string_view, 6> closers = {"\"", "'", ")", "]", "\u201d", "\u2019"};

// The length of the entry of `choices` that stands at `offset`; 0 where there is none.
template <class Choices>
size_t match(std::string_view text, size_t offset, const Choices& choices) {
  for (const std::string_view choice : choices)
    if (text.substr(offset).starts_with(choice)) return choice.size();
  return 0;
}

bool is_stop(char byte) { return byte == '.' || byte == '!' || byte == '?'; }

// Whether the dot at `offset` follows a single letter, as in "J. Smith".
bool is_initial(std::string_view text, size_t offset) {
  if (text[offset] != '.' || offset == 0) return false;
  const bool capital = text[offset - 1] >= 'A' && text[offset - 1] <= 'Z';
  return capital && (offset == 1 || is_space(text[offset - 2]));
}

// The end of the sentence that has a stop at `offset`; `offset` itself where it does not end there. Closing
// quotes may stand after a space, as in texts that are cut into tokens.
size_t sentence_end(std::string_view text, size_t offset) {
  if (const size_t stop = match(text, offset, ideographic_stops)) return offset + stop;
  if (!is_stop(text[offset]) || is_initial(text, offset)) return offset;
  size_t end = offset + 1;
  while (end < text.size() && is_stop(text[end])) ++end;
  while (end < text.size()) {
    const size_t closer = match(text, end, closers);
    if (closer == 0) break;
    end += closer;
  }
  if (end == text.size()) return end;
  if (!is_space(text[end])) return offset;
  size_t next = end;
  while (next < text.size() && is_space(text[next])) ++next;
  const bool goes_on = next < text.size() && text[next] >= 'a' && text[next] <= 'z';
  return goes_on ? offset : end;
}

void split_at_punctuation(std::string_view line, std::vector<std::string>& sentences) {
  size_t begin = 0;
  for (size_t offset = 0; offset < line.size();) {
    const size_t end = sentence_end(line, offset);
    if (end == offset) {
      ++offset;
      continue;
    }
    add_trimmed(line.substr(begin, end - begin), sentences);
    begin = offset = end;
  }
  add_trimmed(line.substr(begin), sentences);
}

void split_at_spaced_dots(std::string_view line, std::vector<std::string>& sentences) {
  constexpr std::string_view dot = " . ";
  for (size_t at = line.find(dot); at != line.npos; at = line.find(dot)) {
    add_trimmed(line.substr(0, at), sentences);
    line.remove_prefix(at + dot.size());
  }
  add_trimmed(line, sentences);
}

}  // namespace

std::vector<std::string> split_sentences(std::string_view line, SentenceEnd end) {
  std::vector<std::string> sentences;
  switch (end) {
    case SentenceEnd::line:
      add_trimmed(line, sentences);
      break;
    case SentenceEnd::punctuation:
      split_at_punctuation(line, sentences);
      break;
    case SentenceEnd::spaced_dot:
      split_at_spaced_dots(trim(line), sentences);
      break;
  }
  return sentences;
}

DocumentReader::DocumentReader(std::vector<std::filesystem::path> files, const RawTextOptions& options)
    : files_(std::move(files)), options_(options) {}

bool DocumentReader::open_next_file() {
  if (file_ == files_.size()) return false;
  lines_ = std::make_unique<LineReader>(files_[file_++]);
  return true;
}

bool DocumentReader::take_line(std::string_view line) {
  const bool headings = options_.documents == DocumentEnd::heading;
  if (headings && is_heading(line)) return is_title(line);
  auto sentences = split_sentences(line, options_.sentences);
  const bool empty = sentences.empty();
  std::ranges::move(sentences, std::back_inserter(document_));
  if (options_.documents == DocumentEnd::line) return true;
  return !headings && empty;
}

std::optional<std::vector<std::string>> DocumentReader::next() {
  while (lines_ || open_next_file()) {
    const auto line = lines_->next();
    if (!line) lines_.reset();
    const bool ends = !line || take_line(*line);
    if (!ends) continue;
    auto document = std::exchange(document_, {});
    if (!document.empty() && static_cast<int64_t>(document.size()) >= options_.min_sentences) return document;
  }
  return std::nullopt;
}

}  // namespace attend
