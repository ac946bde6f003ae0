#include "attend/tasks/factory.h"

#include "attend/decoding/translator.h"
#include "attend/tasks/masked_lm_task.h"
#include "attend/tasks/masked_lm_tokenizer.h"
#include "attend/tasks/question_answering_task.h"
#include "attend/tasks/sequence_classification_task.h"
#include "attend/tasks/token_classification_task.h"
#include "attend/tasks/translation_task.h"

namespace attend {
namespace {

std::unique_ptr<Task> make(const TranslationConfig& config, const std::filesystem::path& resumed,
                           torch::Device device) {
  check_device(config.decoding, device);
  const auto* begun = pretrained(config.model);
  const auto tokenizers = make_tokenizers(config, resumed.empty() && begun ? begun->from : resumed);
  auto data = load_translation_data(config, *tokenizers);
  auto model = begun ? open_translation_model(begun->from, *begun)
                     : make_translation_model(model_options(config.model), tokenizers,
                                              static_cast<uint64_t>(config.training.seed));
  return std::make_unique<TranslationTask>(config, std::move(data), std::move(model), device);
}

std::unique_ptr<Task> make(const MaskedLmConfig& config, const std::filesystem::path& resumed,
                           torch::Device device) {
  const auto tokenizer = make_bert_tokenizer(config, resumed.empty() ? config.model.from : resumed);
  auto data = load_masked_lm_data(config, *tokenizer);
  auto model = make_masked_lm_model(config, tokenizer);
  return std::make_unique<MaskedLmTask>(config, std::move(data), std::move(model), device);
}

std::unique_ptr<Task> make(const SequenceClassificationConfig& config, const std::filesystem::path& resumed,
                           torch::Device device) {
  const auto& folder = resumed.empty() ? config.model.from : resumed;
  const auto tokenizer = make_wordpiece(config, folder);
  auto data = load_sequence_data(config, *tokenizer);
  const auto known = labels_of_head(folder, BertTask::sequence_classification);
  const SequenceLabels labels(config, data.train.labels, known);
  return std::make_unique<SequenceClassificationTask>(
      config, std::move(data), labels, make_bert_for(config, labels.head(), tokenizer), device);
}

std::unique_ptr<Task> make(const TokenClassificationConfig& config, const std::filesystem::path& resumed,
                           torch::Device device) {
  const auto& folder = resumed.empty() ? config.model.from : resumed;
  const auto tokenizer = make_wordpiece(config, folder);
  auto data = load_tagged_data(config, *tokenizer);
  const LabelSet labels =
      tag_labels(config, data.train.tags, labels_of_head(folder, BertTask::token_classification));
  const BertHead head{BertTask::token_classification, labels.names()};
  return std::make_unique<TokenClassificationTask>(config, std::move(data), labels,
                                                   make_bert_for(config, head, tokenizer), device);
}

std::unique_ptr<Task> make(const QuestionAnsweringConfig& config, const std::filesystem::path& resumed,
                           torch::Device device) {
  const auto tokenizer = make_wordpiece(config, resumed.empty() ? config.model.from : resumed);
  const BertHead head{.task = BertTask::question_answering, .answers = config.answers};
  return std::make_unique<QuestionAnsweringTask>(config, load_question_data(config, *tokenizer),
                                                 make_bert_for(config, head, tokenizer), device);
}

}  // namespace

std::unique_ptr<Task> make_task(const TaskConfig& config, const std::filesystem::path& resumed,
                                torch::Device device) {
  return std::visit([&](const auto& task) { return make(task, resumed, device); }, config);
}

TrainerOptions trainer_options(const TaskConfig& config) {
  return std::visit(
      [](const auto& task) {
        return TrainerOptions{task.training, task.validation, task.checkpoints};
      },
      config);
}

TaskConfig for_one_seed(TaskConfig config, int64_t seed) {
  std::visit(
      [seed](auto& task) {
        task.training.seed = seed;
        task.training.seeds = 1;
      },
      config);
  return config;
}

}  // namespace attend
