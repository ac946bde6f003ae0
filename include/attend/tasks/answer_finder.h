#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include <torch/types.h>

#include "attend/data/answer_windows.h"
#include "attend/models/bert_model.h"
#include "attend/tasks/question_answering_config.h"

namespace attend {

/// A question and a context, cut to what a model reads.
struct PreparedQuestion {
  std::vector<PieceSpan> context;
  std::vector<AnswerWindow> windows;
};

PreparedQuestion prepare_question(const WordPieceTokenizer& tokenizer, const std::string& question,
                                  const std::string& context, const WindowOptions& options);

/// What a model says of the ids of each window of a question: [L, 2] float on the CPU, the logits of an
/// answer's begin and end.
using WindowLogits = std::vector<torch::Tensor>;

/// The logits of each question's windows. Windows of equal length are read together.
std::vector<WindowLogits> read_windows(BertClassifier& network,
                                       const std::vector<PreparedQuestion>& questions, torch::Device device);

/// A stretch of a context.
struct FoundAnswer {
  int64_t begin = 0, end = 0;  ///< code points; equal where there is no answer
  double score = 0;            ///< the probability of its begin times that of its end, within its window
};

/// The stretch with the largest sum of logits over all windows, as in the transformers' question-answering
/// example; with `no_answer` none, where that of [CLS], the smallest over windows, is larger by more than the
/// threshold.
FoundAnswer find_answer(const PreparedQuestion& question, const WindowLogits& logits,
                        const AnswerOptions& options);

}  // namespace attend
