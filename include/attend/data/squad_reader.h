#pragma once

#include <cstdint>
#include <filesystem>
#include <string>
#include <vector>

namespace attend {

/// An answer where it stands in its context.
struct SquadAnswer {
  std::string text;
  int64_t begin = 0;  ///< in code points of the context
};

struct SquadQuestion {
  std::string id;
  std::string question;
  size_t context = 0;                ///< number of the context
  std::vector<SquadAnswer> answers;  ///< none where the context does not say (SQuAD 2.0's "is_impossible")
};

/// Questions on texts (Rajpurkar et al. 2016, 2018).
struct SquadData {
  std::vector<std::string> contexts;
  std::vector<SquadQuestion> questions;
};

/// Reads a JSON file as SQuAD 1.1 and 2.0 have it: {"data": [{"paragraphs": [{"context", "qas": [{"id",
/// "question", "answers": [{"text", "answer_start"}]}]}]}]}. Throws Error with the file and the place in it,
/// as "data[0], paragraphs[2]", for what is missing, and for an answer that is not in its context.
SquadData read_squad(const std::filesystem::path& path);

}  // namespace attend
