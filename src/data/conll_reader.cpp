#include "attend/data/conll_reader.h"

#include <algorithm>
#include <string_view>
#include <utility>

#include <fmt/format.h>

#include "attend/core/error.h"
#include "attend/core/strings.h"
#include "attend/data/line_reader.h"

namespace attend {
namespace {

std::vector<std::string_view> split_columns(std::string_view line) {
  return line.find('\t') != line.npos ? split(line, '\t') : split_whitespace(line);
}

[[noreturn]] void refuse_tags(std::string where, std::string found, std::string expected) {
  throw Error({.operation = "reading tagged text",
               .where = std::move(where),
               .found = std::move(found),
               .expected = std::move(expected)});
}

}  // namespace

std::vector<TaggedSentence> read_conll(const std::filesystem::path& path) {
  std::vector<TaggedSentence> sentences;
  LineReader lines(path);
  TaggedSentence sentence;
  const auto end_sentence = [&] {
    if (!sentence.tokens.empty()) sentences.push_back(std::exchange(sentence, {}));
  };
  while (const auto line = lines.next()) {
    if (trim(*line).empty()) {
      end_sentence();
      continue;
    }
    if (line->starts_with("-DOCSTART-")) continue;
    const auto columns = split_columns(*line);
    if (columns.size() < 2 || columns.front().empty() || columns.back().empty()) {
      refuse_tags(lines.where(), fmt::format("\"{}\"", *line), "a token, a tab or spaces, and its tag");
    }
    if (sentence.tokens.empty()) sentence.line = lines.line_number();
    sentence.tokens.emplace_back(columns.front());
    sentence.tags.emplace_back(columns.back());
  }
  end_sentence();
  if (sentences.empty()) refuse_tags(path.string(), "no sentence", "a token and its tag a line");
  return sentences;
}

}  // namespace attend
