#include "attend/tasks/sequence_classification_task.h"

#include <algorithm>
#include <utility>

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

// [C] weights with which each class counts alike, and the mean example 1.
torch::Tensor balanced_weights(const TokenStore& store, const torch::Tensor& targets, int64_t classes) {
  std::vector<int64_t> labels;
  for (int64_t example = 0; example < store.size(); ++example) labels.push_back(store.ids(example, 1)[1]);
  const auto counts = targets.index_select(0, torch::tensor(labels)).bincount({}, classes);
  const auto present = counts.gt(0).sum();
  return static_cast<double>(store.size()) / (present * counts.clamp_min(1)).to(torch::kFloat);
}

}  // namespace

SequenceClassificationData load_sequence_data(const SequenceClassificationConfig& config,
                                              const WordPieceTokenizer& tokenizer) {
  const TokenCache cache(config.data.cache);
  SequenceClassificationData data{load_labelled_texts(config.data.train, config.data, tokenizer, cache), {}};
  log_texts("training data", data.train);
  if (config.data.validation) {
    data.validation = load_labelled_texts(*config.data.validation, config.data, tokenizer, cache);
    log_texts("validation data", *data.validation);
  }
  return data;
}

Scores evaluate_sequences(const BertModel& model, const LabelledTexts& texts, const SequenceLabels& labels,
                          const SequenceClassificationConfig& config, torch::Device device) {
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
  return scores;
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
  if (validation_) labels_.targets(validation_->labels);  // a label that training lacks is found now
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
  return evaluate_sequences(bert(), *validation_, labels_, config_, device());
}

uint64_t SequenceClassificationTask::data_fingerprint() const {
  Hasher hasher;
  hasher.add(examples().content_hash());
  for (const auto& label : written_) hasher.add(label.text);
  return hasher.value();
}

}  // namespace attend
