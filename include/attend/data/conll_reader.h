#pragma once

#include <cstdint>
#include <filesystem>
#include <string>
#include <vector>

namespace attend {

/// A sentence with a tag for each token.
struct TaggedSentence {
  std::vector<std::string> tokens;
  std::vector<std::string> tags;
  int64_t line = 0;  ///< of its first token
};

/// Reads CoNLL text: a token per line, its tag in the last column, empty lines between sentences. Columns are
/// separated by tabs, or by spaces in a line without tabs; `-DOCSTART-` lines are passed over. Throws Error
/// with file and line for a line with one column or with an empty token or tag, and for a file without
/// sentences.
std::vector<TaggedSentence> read_conll(const std::filesystem::path& path);

}  // namespace attend
