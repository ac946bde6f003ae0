#include "attend/tasks/evaluation.h"

#include <algorithm>
#include <concepts>
#include <utility>

#include "attend/core/error.h"
#include "attend/tasks/masked_lm_task.h"
#include "attend/tasks/question_answering_task.h"
#include "attend/tasks/sequence_classification_task.h"
#include "attend/tasks/token_classification_task.h"

namespace attend {
namespace {

constexpr const char* evaluating = "evaluating";

// Heads that a task of this kind trains.
std::vector<BertTask> heads(const MaskedLmConfig&) { return {BertTask::masked_lm, BertTask::pretraining}; }
std::vector<BertTask> heads(const SequenceClassificationConfig&) {
  return {BertTask::sequence_classification};
}
std::vector<BertTask> heads(const TokenClassificationConfig&) { return {BertTask::token_classification}; }
std::vector<BertTask> heads(const QuestionAnsweringConfig&) { return {BertTask::question_answering}; }

bool has_validation(const MaskedLmConfig& config) { return !config.data.validation.empty(); }
template <std::derived_from<FineTuningConfig> C>
bool has_validation(const C& config) {
  return config.data.validation.has_value();
}

// Scored as in its own validations.
Evaluation score(const BertModel& model, const MaskedLmConfig& config, torch::Device device) {
  const auto& data = config.data;
  const auto text = load_sentences(data.validation, data, *model.tokenizer, TokenCache(data.cache));
  return {evaluate_masked_lm(model, text, config, device)};
}

Evaluation score(const BertModel& model, SequenceClassificationConfig config, torch::Device device) {
  const auto& data = config.data;
  const SequenceLabels labels(model.network->head(), config.label_separator);
  config.validation.metrics = sequence_metrics(labels.problem());
  const auto texts = load_labelled_texts(*data.validation, data, *model.tokenizer, TokenCache(data.cache));
  return evaluate_sequences(model, texts, labels, config, device);
}

Evaluation score(const BertModel& model, TokenClassificationConfig config, torch::Device device) {
  const auto& data = config.data;
  config.validation.metrics = token_metrics();
  const auto words = load_tagged_words(*data.validation, data, *model.tokenizer, TokenCache(data.cache));
  return evaluate_tags(model, words, LabelSet(model.network->head().labels), config, device);
}

Evaluation score(const BertModel& model, QuestionAnsweringConfig config, torch::Device device) {
  config.validation.metrics = answer_metrics();
  const auto texts = load_question_texts(*config.data.validation, config.data, *model.tokenizer);
  return {evaluate_answers(model, texts, config, device)};
}

struct Evaluate {
  Evaluation operator()(const TranslationConfig&) const {
    throw UsageError({.operation = evaluating,
                      .where = folder.string(),
                      .found = "the configuration of a translation",
                      .expected = "that of a task that BERT is trained on"});
  }
  template <class C>
  Evaluation operator()(const C& config) const {
    if (!has_validation(config)) {
      throw UsageError({.operation = evaluating,
                        .found = "no validation data in the run's configuration",
                        .expected = "--data FILE"});
    }
    const auto model = open_bert(folder);
    const auto known = heads(config);
    if (std::ranges::find(known, model.network->head().task) == known.end()) {
      throw UsageError({.operation = evaluating,
                        .where = folder.string(),
                        .found = "a model with another head",
                        .expected = "the one that the configuration's task trains"});
    }
    model.network->to(device);
    return score(model, config, device);
  }

  const std::filesystem::path& folder;
  torch::Device device;
};

}  // namespace

Evaluation evaluate_model(const TaskConfig& config, const std::filesystem::path& folder,
                          torch::Device device) {
  return std::visit(Evaluate{folder, device}, config);
}

}  // namespace attend
