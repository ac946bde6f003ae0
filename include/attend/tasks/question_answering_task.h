#pragma once

#include <optional>
#include <vector>

#include "attend/data/question_data.h"
#include "attend/tasks/answer_finder.h"
#include "attend/tasks/fine_tuning_task.h"
#include "attend/tasks/question_answering_config.h"

namespace attend {

/// Questions to score on, cut to what a model reads.
struct QuestionTexts {
  std::vector<Question> questions;
  std::vector<PreparedQuestion> prepared;
};

QuestionTexts load_question_texts(const ExampleFiles& files, const QuestionDataOptions& options,
                                  const WordPieceTokenizer& tokenizer);

/// What question answering learns from and is scored on.
struct QuestionAnsweringData {
  QuestionWindows train;
  std::optional<QuestionTexts> validation;
};

/// Encodes the data, or finds it encoded in the cache, and logs what it is.
QuestionAnsweringData load_question_data(const QuestionAnsweringConfig& config,
                                         const WordPieceTokenizer& tokenizer);

/// Loss a window, and metrics, of a model with such a head on questions.
Scores evaluate_answers(const BertModel& model, const QuestionTexts& texts,
                        const QuestionAnsweringConfig& config, torch::Device device);

/// Training of a BERT that finds where in a text the answer to a question begins and ends.
class QuestionAnsweringTask final : public FineTuningTask {
 public:
  QuestionAnsweringTask(const QuestionAnsweringConfig& config, QuestionAnsweringData data, BertModel model,
                        torch::Device device);

  LossSum loss(const Batch& batch, Context& context) override;
  Scores evaluate() override;
  uint64_t data_fingerprint() const override { return examples().content_hash(); }

 private:
  QuestionAnsweringConfig config_;
  std::optional<QuestionTexts> validation_;
};

}  // namespace attend
