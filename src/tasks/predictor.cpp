#include "attend/tasks/predictor.h"

#include "attend/core/error.h"
#include "attend/tasks/answer_predictor.h"
#include "attend/tasks/sequence_predictor.h"
#include "attend/tasks/tag_predictor.h"

namespace attend {

namespace {

constexpr const char* predicting = "predicting";

void refuse_several_numbers(const BertHead& head) {
  if (head.problem != BertProblem::regression || head.labels.size() == 1) return;
  throw UsageError({.operation = predicting,
                    .found = "a regression of " + std::to_string(head.labels.size()) + " numbers",
                    .expected = "a head for one number, or for labels"});
}

}  // namespace

PredictorOptions::PredictorOptions(const BertNetwork& network)
    : max_length(network.options().max_position_embeddings),
      windows(shortened(WindowOptions(), max_length)),
      answers(network.head().answers) {}

std::unique_ptr<Predictor> make_predictor(const BertModel& model, const PredictorOptions& options,
                                          torch::Device device) {
  switch (model.network->head().task) {
    case BertTask::sequence_classification:
      refuse_several_numbers(model.network->head());
      return std::make_unique<SequencePredictor>(model, options.max_length, device);
    case BertTask::token_classification:
      return std::make_unique<TagPredictor>(model, options.max_length, device);
    case BertTask::question_answering:
      return std::make_unique<AnswerPredictor>(model, options, device);
    case BertTask::none:
    case BertTask::pretraining:
    case BertTask::masked_lm:
      break;
  }
  throw UsageError({.operation = predicting,
                    .found = "a BERT without a classifier",
                    .expected = "a model that was fine-tuned on a task",
                    .hint = "--embeddings mean gives the vectors of texts"});
}

}  // namespace attend
