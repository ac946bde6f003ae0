#include "attend/tasks/evaluation.h"

#include <utility>

#include "attend/core/error.h"
#include "attend/tasks/masked_lm_task.h"
#include "attend/tasks/question_answering_task.h"
#include "attend/tasks/sequence_classification_task.h"
#include "attend/tasks/token_classification_task.h"

namespace attend {
namespace {

constexpr const char* evaluating = "evaluating";

Evaluation score_model(const BertModel& model, SequenceClassificationConfig config, const ExampleFiles& files,
                       torch::Device device) {
  const SequenceLabels labels(model.network->head(), config.label_separator);
  config.validation.metrics = sequence_metrics(labels.problem());
  const auto texts = load_labelled_texts(files, config.data, *model.tokenizer, TokenCache(config.data.cache));
  return evaluate_sequences(model, texts, labels, config, device);
}

Evaluation score_model(const BertModel& model, TokenClassificationConfig config, const ExampleFiles& files,
                       torch::Device device) {
  config.validation.metrics = token_metrics();
  const auto words = load_tagged_words(files, config.data, *model.tokenizer, TokenCache(config.data.cache));
  return evaluate_tags(model, words, LabelSet(model.network->head().labels), config, device);
}

Evaluation score_model(const BertModel& model, QuestionAnsweringConfig config, const ExampleFiles& files,
                       torch::Device device) {
  config.validation.metrics = answer_metrics();
  return {evaluate_answers(model, load_question_texts(files, config.data, *model.tokenizer), config, device)};
}

BertTask task_of(const SequenceClassificationConfig&) { return BertTask::sequence_classification; }
BertTask task_of(const TokenClassificationConfig&) { return BertTask::token_classification; }
BertTask task_of(const QuestionAnsweringConfig&) { return BertTask::question_answering; }

[[noreturn]] void refuse_without_validation(const std::string& expected) {
  throw UsageError({.operation = evaluating,
                    .found = "no validation data in the run's configuration",
                    .expected = expected});
}

template <std::derived_from<FineTuningConfig> C>
ExampleFiles files_to_score(const C& config, const std::vector<std::filesystem::path>& files) {
  if (!files.empty()) return {.files = files};
  if (config.data.validation) return *config.data.validation;
  refuse_without_validation("--data FILE");
}

struct Evaluate {
  Evaluation operator()(const TranslationConfig&) const {
    throw UsageError({.operation = evaluating,
                      .where = folder.string(),
                      .found = "the configuration of a translation",
                      .expected = "that of a task that BERT is fine-tuned on"});
  }
  // Scored as in its own validations.
  Evaluation operator()(const MaskedLmConfig& config) const {
    if (!files.empty()) {
      throw UsageError({.operation = evaluating,
                        .where = files.front().string(),
                        .found = "files for a run of pre-training",
                        .expected = "none: it is scored on the validation data of its configuration"});
    }
    if (config.data.validation.empty())
      refuse_without_validation("data.validation in the run's configuration");
    const auto model = open_bert(folder);
    model.network->to(device);
    const auto text =
        load_sentences(config.data.validation, config.data, *model.tokenizer, TokenCache(config.data.cache));
    return {evaluate_masked_lm(model, text, config, device)};
  }
  template <std::derived_from<FineTuningConfig> C>
  Evaluation operator()(const C& config) const {
    const auto model = open_bert(folder);
    if (model.network->head().task != task_of(config)) {
      throw UsageError({.operation = evaluating,
                        .where = folder.string(),
                        .found = "a model with another head",
                        .expected = "the one that the configuration's task trains"});
    }
    model.network->to(device);
    return score_model(model, config, files_to_score(config, files), device);
  }

  const std::filesystem::path& folder;
  const std::vector<std::filesystem::path>& files;
  torch::Device device;
};

}  // namespace

Evaluation evaluate_model(const TaskConfig& config, const std::filesystem::path& folder,
                          const std::vector<std::filesystem::path>& files, torch::Device device) {
  return std::visit(Evaluate{folder, files, device}, config);
}

}  // namespace attend
