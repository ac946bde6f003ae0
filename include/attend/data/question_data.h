#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "attend/data/answer_windows.h"
#include "attend/data/example_options.h"
#include "attend/data/squad_reader.h"
#include "attend/data/token_cache.h"
#include "attend/tokenizers/line_source.h"
#include "attend/tokenizers/wordpiece_tokenizer.h"

namespace attend {

/// The section "data" of a task that finds answers in texts.
struct QuestionDataOptions : ExampleDataOptions {
  QuestionDataOptions() { max_length = 384; }

  int64_t stride = 128;
  int64_t max_question_length = 64;

  WindowOptions windows() const { return {max_length, stride, max_question_length}; }
};

/// The keys of that section.
Schema<QuestionDataOptions> question_data_schema();

/// Windows of questions and their contexts, with the place of the first of the given answers. The store's
/// columns: the ids; and the length of segment 0, the answer's first and its last place.
struct QuestionWindows {
  TokenStore store;
  int64_t without_answer = 0;  ///< questions
  bool reused = false;         ///< found in the cache, not encoded
};

/// Encodes one part of the data once; `cache` keeps it. Throws Error, with file and place, for what
/// read_squad refuses, and where no question is left.
QuestionWindows load_question_windows(const ExampleFiles& files, const QuestionDataOptions& options,
                                      const WordPieceTokenizer& tokenizer, const TokenCache& cache);

/// A question as text, for finding answers and scoring them.
struct Question {
  std::string id;
  std::string question;
  std::string context;
  std::vector<SquadAnswer> answers;
};

std::vector<Question> read_questions(const ExampleFiles& files);

/// Questions and contexts, to learn a vocabulary from.
LineSource texts_of(const ExampleFiles& files, const QuestionDataOptions& options);

/// The pieces of the first answer in its context; nothing where there is no answer.
std::optional<PieceRange> pieces_of_answer(std::span<const PieceSpan> context,
                                           const std::vector<SquadAnswer>& answers);

}  // namespace attend
