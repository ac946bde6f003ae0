#include "attend/tasks/sequence_classification_task.h"

#include <algorithm>
#include <utility>

#include "attend/core/error.h"
#include "attend/core/hash.h"
#include "attend/core/log.h"
#include "attend/nn/evaluation_mode.h"

namespace attend {
namespace {

void log_texts(const char* part, const LabelledTexts& texts) {
  log_info(std::string(part) + ": " + std::to_string(texts.store.size()) + " examples" +
           (texts.reused ? ", encoded before" : ""));
  if (texts.truncated > 0) {
    log_info(std::string(part) + ": " + std::to_string(texts.truncated) +
             " examples shortened to data.max_length");
  }
}

// How many examples have each of the written labels.
torch::Tensor count_labels(const TokenStore& store, int64_t labels) {
  std::vector<int64_t> numbers;
  for (int64_t example = 0; example < store.size(); ++example) numbers.push_back(store.ids(example, 1)[1]);
  return torch::tensor(numbers).bincount({}, labels);
}

bool may_read_header(const SequenceClassificationConfig& config) {
  const bool has_no_header = config.data.header || config.data.train.skip > 0;
  return !has_no_header && config.problem_type == BertProblem::single_label_classification;
}

// A header that is read as a row is the first one, and its label is found nowhere else.
void warn_of_header(const LabelledTexts& texts) {
  const auto counts = count_labels(texts.store, static_cast<int64_t>(texts.labels.size()));
  constexpr int64_t few = 20;  // examples of which each label may be rare
  if (texts.store.size() < few || counts[0].item<int64_t>() > 1 || texts.labels.size() < 3) return;
  const auto& [text, where] = texts.labels.front();
  log_warning(where + ": no other example has the label \"" + text +
              "\"; a first row with the columns' names needs --set data.header=true");
}

// [C] weights with which each class counts alike, and the mean example 1.
torch::Tensor balanced_weights(const TokenStore& store, const torch::Tensor& targets, int64_t classes) {
  const auto written = count_labels(store, targets.size(0));
  const auto counts = torch::zeros({classes}, torch::kLong).index_add_(0, targets, written);
  const auto present = counts.gt(0).sum();
  return static_cast<double>(store.size()) / (present * counts.clamp_min(1)).to(torch::kFloat);
}

// What would be found out at the first validation.
void check_validation(const LabelledTexts& texts, const SequenceLabels& labels,
                      const std::vector<std::string>& metrics) {
  (void)labels.targets(texts.labels);
  const auto correlates = [](const auto& name) { return name == "pearson" || name == "spearman"; };
  if (texts.store.size() > 1 || std::ranges::none_of(metrics, correlates)) return;
  throw Error({.operation = "preparing the validation data",
               .where = texts.labels.front().where,
               .found = "one example",
               .expected = "two or more: correlations are of several"});
}

}  // namespace

SequenceClassificationData load_sequence_data(const SequenceClassificationConfig& config,
                                              const WordPieceTokenizer& tokenizer) {
  const TokenCache cache(config.data.cache);
  SequenceClassificationData data{load_labelled_texts(config.data.train, config.data, tokenizer, cache), {}};
  log_texts("training data", data.train);
  if (may_read_header(config)) warn_of_header(data.train);
  if (config.data.validation) {
    data.validation = load_labelled_texts(*config.data.validation, config.data, tokenizer, cache);
    log_texts("validation data", *data.validation);
  }
  return data;
}

Evaluation evaluate_sequences(const BertModel& model, const LabelledTexts& texts,
                              const SequenceLabels& labels, const SequenceClassificationConfig& config,
                              torch::Device device) {
  const c10::InferenceMode inference;
  const auto evaluation = nn::EvaluationMode::of(model.network);
  auto context = Context::inference();
  auto& network = dynamic_cast<BertClassifier&>(*model.network);
  auto logits = torch::empty({texts.store.size(), labels.names().size()});
  auto numbers = torch::empty({texts.store.size()}, torch::kLong);  // of the written labels
  const BatchSource source{texts.store, NoteLayout::segment_and_values, network.vocabulary().pad, device};
  const int64_t tokens = std::max(config.training.batch_tokens, config.data.max_length);
  each_batch(source, tokens, [&](const BertBatch& batch, std::span<const uint32_t> examples) {
    const auto rows = torch::tensor(std::vector<int64_t>(examples.begin(), examples.end()));
    logits.index_copy_(0, rows, network.forward(batch.input, context).to(torch::kCPU, torch::kFloat));
    numbers.index_copy_(0, rows, batch.notes.select(1, 0).to(torch::kCPU));
  });
  const auto targets = labels.targets(texts.labels).index_select(0, numbers);
  const auto loss = sequence_loss(logits, targets, {.problem = labels.problem()});
  auto scores = score_sequences(logits, targets, labels.problem(), config.validation.metrics);
  scores["loss"] = loss.nll.item<double>() / static_cast<double>(loss.count);
  return {std::move(scores), score_labels(logits, targets, labels.problem(), labels.names().names())};
}

SequenceClassificationTask::SequenceClassificationTask(const SequenceClassificationConfig& config,
                                                       SequenceClassificationData data, SequenceLabels labels,
                                                       BertModel model, torch::Device device)
    : FineTuningTask(config, std::move(model), std::move(data.train.store), NoteLayout::segment_and_values,
                     device),
      config_(config),
      written_(std::move(data.train.labels)),
      validation_(std::move(data.validation)),
      labels_(std::move(labels)),
      targets_(labels_.targets(written_)),
      loss_{labels_.problem(), config.training.label_smoothing, {}} {
  if (validation_) check_validation(*validation_, labels_, config.validation.metrics);
  if (config.class_weights == ClassWeights::balanced)
    loss_.class_weights = balanced_weights(examples(), targets_, labels_.names().size()).to(device);
  targets_ = targets_.to(device);
}

LossSum SequenceClassificationTask::loss(const Batch& batch, Context& context) {
  const auto& texts = static_cast<const BertBatch&>(batch);
  const auto logits = classifier().forward(texts.input, context);
  return sequence_loss(logits, targets_.index_select(0, texts.notes.select(1, 0)), loss_);
}

Scores SequenceClassificationTask::evaluate() {
  if (!validation_) return {};
  return evaluate_sequences(bert(), *validation_, labels_, config_, device()).scores;
}

uint64_t SequenceClassificationTask::data_fingerprint() const {
  Hasher hasher;
  hasher.add(examples().content_hash());
  for (const auto& label : written_) hasher.add(label.text);
  return hasher.value();
}

}  // namespace attend
