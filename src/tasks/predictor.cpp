#include "attend/tasks/predictor.h"

#include "attend/core/error.h"
#include "attend/tasks/answer_predictor.h"
#include "attend/tasks/sequence_predictor.h"
#include "attend/tasks/tag_predictor.h"

namespace attend {

std::unique_ptr<Predictor> make_predictor(const BertModel& model, const AnswerOptions& answers,
                                          torch::Device device) {
  switch (model.network->head().task) {
    case BertTask::sequence_classification:
      return std::make_unique<SequencePredictor>(model, device);
    case BertTask::token_classification:
      return std::make_unique<TagPredictor>(model, device);
    case BertTask::question_answering:
      return std::make_unique<AnswerPredictor>(model, answers, device);
    case BertTask::none:
    case BertTask::pretraining:
    case BertTask::masked_lm:
      break;
  }
  throw UsageError({.operation = "predicting",
                    .found = "a BERT without a classifier",
                    .expected = "a model that was fine-tuned on a task",
                    .hint = "--embeddings mean gives the vectors of texts"});
}

}  // namespace attend
