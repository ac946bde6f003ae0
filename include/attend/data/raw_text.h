#pragma once

#include <array>
#include <cstdint>
#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "attend/data/line_reader.h"

namespace attend {

/// Where a document of a raw text ends.
enum class DocumentEnd {
  empty_line,  ///< at lines with nothing but white space
  heading,     ///< before lines "= Title =", as in WikiText; headings of all levels are left out
  line         ///< every line is a document, as in the lectures
};
inline auto enum_names(DocumentEnd) {
  using Name = std::pair<DocumentEnd, std::string_view>;
  return std::array{Name{DocumentEnd::empty_line, "empty_line"}, Name{DocumentEnd::heading, "heading"},
                    Name{DocumentEnd::line, "line"}};
}

/// Where a sentence of a document ends; always at the end of its line.
enum class SentenceEnd {
  line,
  punctuation,  ///< after . ! ? and the quotes and brackets behind, before white space; not after an initial
                ///< and not before a small letter; and after their ideographic forms
  spaced_dot    ///< at " . ", which is left out, as in the lectures
};
inline auto enum_names(SentenceEnd) {
  using Name = std::pair<SentenceEnd, std::string_view>;
  return std::array{Name{SentenceEnd::line, "line"}, Name{SentenceEnd::punctuation, "punctuation"},
                    Name{SentenceEnd::spaced_dot, "spaced_dot"}};
}

/// The sentences of a line, without white space around them; none is empty.
std::vector<std::string> split_sentences(std::string_view line, SentenceEnd end);

struct RawTextOptions {
  DocumentEnd documents = DocumentEnd::empty_line;
  SentenceEnd sentences = SentenceEnd::punctuation;
  int64_t min_sentences = 1;  ///< shorter documents are left out
};

/// The documents of text files, one after the other; a file's end is a document's.
class DocumentReader {
 public:
  DocumentReader(std::vector<std::filesystem::path> files, const RawTextOptions& options);

  /// The sentences of the next document that has enough of them; nothing after the last.
  std::optional<std::vector<std::string>> next();

 private:
  /// Whether the document read so far ends at this line; what the line adds goes to where it belongs.
  bool take_line(std::string_view line);
  bool open_next_file();

  std::vector<std::filesystem::path> files_;
  RawTextOptions options_;
  size_t file_ = 0;  // the next one to open
  std::unique_ptr<LineReader> lines_;
  std::vector<std::string> document_;
};

}  // namespace attend
