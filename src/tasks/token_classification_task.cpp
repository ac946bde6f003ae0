#include "attend/tasks/token_classification_task.h"

#include <algorithm>
#include <utility>

#include "attend/core/error.h"
#include "attend/core/hash.h"
#include "attend/core/log.h"
#include "attend/metrics/entities.h"
#include "attend/nn/evaluation_mode.h"
#include "attend/ops/projection_loss.h"

namespace attend {
namespace {

void log_words(const char* part, const TaggedWords& words) {
  log_info(std::string(part) + ": " + std::to_string(words.sentences) + " sentences in " +
           std::to_string(words.store.size()) + " sequences" + (words.reused ? ", encoded before" : ""));
}

// [L + 1] int64: 0, no word, counts nothing; the others are the written tags.
torch::Tensor tag_targets(const LabelSet& labels, const std::vector<WrittenLabel>& written) {
  std::vector<int64_t> targets = {ops::kIgnoredTarget};
  for (const auto& [text, where] : written) targets.push_back(labels.id(text, where));
  return torch::tensor(targets, torch::kLong);
}

// Mean cross-entropy a word: logits [B, T, C], targets [B, T].
LossSum tag_loss(const torch::Tensor& logits, const torch::Tensor& targets, double smoothing) {
  const auto scores = logits.flatten(0, 1).to(torch::kFloat), wanted = targets.flatten();
  const auto loss = [&](const torch::Tensor& of, double with) {
    return at::cross_entropy_loss(of, wanted, /*weight=*/{}, at::Reduction::Sum, ops::kIgnoredTarget, with);
  };
  LossSum sum{loss(scores, smoothing), {}, 0};
  sum.nll = smoothing > 0 ? loss(scores.detach(), 0.0) : sum.sum.detach();
  return sum;
}

// Tags of a sentence's words, in order.
struct SentenceTags {
  std::vector<std::string> predicted, wanted;
};

// Collects what a model says of each word of a store.
class TagCollector {
 public:
  TagCollector(const TaggedWords& words, const LabelSet& labels)
      : words_(words), labels_(labels), predicted_(static_cast<size_t>(words.store.size())) {}

  /// best [B, T] int64 on the CPU
  void add(const torch::Tensor& best, std::span<const uint32_t> examples) {
    for (size_t row = 0; row < examples.size(); ++row) {
      const auto tags = words_.store.ids(examples[row], 1);
      const auto* ids = best.const_data_ptr<int64_t>() + static_cast<int64_t>(row) * best.size(1);
      for (size_t place = 0; place < tags.size(); ++place)
        if (tags[place] > 0) predicted_[examples[row]].push_back(labels_.name(ids[place]));
    }
  }

  /// The sequences of a sentence put together again.
  std::vector<SentenceTags> sentences() const {
    std::vector<SentenceTags> sentences(static_cast<size_t>(words_.sentences));
    for (int64_t example = 0; example < words_.store.size(); ++example) {
      auto& sentence = sentences[static_cast<size_t>(words_.store.ids(example, 2)[0])];
      for (const int32_t tag : words_.store.ids(example, 1))
        if (tag > 0) sentence.wanted.push_back(words_.tags[static_cast<size_t>(tag - 1)].text);
      const auto& predicted = predicted_[static_cast<size_t>(example)];
      sentence.predicted.insert(sentence.predicted.end(), predicted.begin(), predicted.end());
    }
    return sentences;
  }

 private:
  const TaggedWords& words_;
  const LabelSet& labels_;
  std::vector<std::vector<std::string>> predicted_;  // by example
};

LabelScores score_each_tag(const std::vector<SentenceTags>& sentences, const LabelSet& labels) {
  LabelCounts counts(labels.size());
  for (const auto& [predicted, wanted] : sentences)
    for (size_t i = 0; i < wanted.size(); ++i)
      counts.add(labels.id(predicted[i], ""), labels.id(wanted[i], ""));
  LabelScores scores;
  for (int64_t label = 0; label < labels.size(); ++label)
    scores[labels.name(label)] = label_scores(counts, label);
  return scores;
}

Evaluation score_tags(const std::vector<SentenceTags>& sentences, const LabelSet& labels,
                      const std::vector<std::string>& metrics) {
  EntityScores entities;
  double right = 0, words = 0;
  for (const auto& [predicted, wanted] : sentences) {
    entities.add(predicted, wanted);
    words += static_cast<double>(wanted.size());
    for (size_t i = 0; i < wanted.size(); ++i) right += predicted[i] == wanted[i];
  }
  const Scores all = {{"f1", entities.value().f1},
                      {"precision", entities.value().precision},
                      {"recall", entities.value().recall},
                      {"f1_macro", entities.macro().f1},
                      {"accuracy", right / words}};
  Scores chosen;
  for (const auto& name : metrics) chosen[name] = all.at(name);
  return {std::move(chosen),
          are_entity_tags(labels.names()) ? entities.by_type() : score_each_tag(sentences, labels)};
}

}  // namespace

TokenClassificationData load_tagged_data(const TokenClassificationConfig& config,
                                         const WordPieceTokenizer& tokenizer) {
  const TokenCache cache(config.data.cache);
  TokenClassificationData data{load_tagged_words(config.data.train, config.data, tokenizer, cache), {}};
  log_words("training data", data.train);
  if (config.data.validation) {
    data.validation = load_tagged_words(*config.data.validation, config.data, tokenizer, cache);
    log_words("validation data", *data.validation);
  }
  return data;
}

LabelSet tag_labels(const TokenClassificationConfig& config, const std::vector<WrittenLabel>& training,
                    const std::vector<std::string>& known) {
  if (!config.labels.empty()) return LabelSet(config.labels);
  std::vector<std::string> found;
  for (const auto& tag : training) found.push_back(tag.text);
  auto names = LabelSet::discover(found, known);
  if (names.size() == 1) {
    throw Error({.operation = "reading labels",
                 .where = training.front().where,
                 .found = "the tag \"" + found.front() + "\" for every word",
                 .expected = "two tags or more",
                 .hint = "is the tag the last column?"});
  }
  return names;
}

Evaluation evaluate_tags(const BertModel& model, const TaggedWords& words, const LabelSet& labels,
                         const TokenClassificationConfig& config, torch::Device device) {
  const c10::InferenceMode inference;
  const auto evaluation = nn::EvaluationMode::of(model.network);
  auto context = Context::inference();
  auto& network = dynamic_cast<BertClassifier&>(*model.network);
  const auto targets = tag_targets(labels, words.tags).to(device);
  TagCollector collector(words, labels);
  double nll = 0, count = 0;
  const BatchSource source{words.store, NoteLayout::values, network.vocabulary().pad, device};
  const int64_t tokens = std::max(config.training.batch_tokens, config.data.max_length);
  each_batch(source, tokens, [&](const BertBatch& batch, std::span<const uint32_t> examples) {
    const auto logits = network.forward(batch.input, context);
    const auto wanted = targets.index_select(0, batch.notes.flatten()).view_as(batch.notes);
    nll += tag_loss(logits, wanted, 0.0).nll.item<double>();
    count += batch.notes.gt(0).sum().item<double>();
    collector.add(logits.argmax(2).to(torch::kCPU).contiguous(), examples);
  });
  auto scored = score_tags(collector.sentences(), labels, config.validation.metrics);
  scored.scores["loss"] = nll / count;
  return scored;
}

TokenClassificationTask::TokenClassificationTask(const TokenClassificationConfig& config,
                                                 TokenClassificationData data, LabelSet labels,
                                                 BertModel model, torch::Device device)
    : FineTuningTask(config, std::move(model), std::move(data.train.store), NoteLayout::values, device),
      config_(config),
      written_(std::move(data.train.tags)),
      validation_(std::move(data.validation)),
      labels_(std::move(labels)),
      targets_(tag_targets(labels_, written_).to(device)) {
  if (validation_) tag_targets(labels_, validation_->tags);  // a tag that training lacks is found now
}

LossSum TokenClassificationTask::loss(const Batch& batch, Context& context) {
  const auto& words = static_cast<const BertBatch&>(batch);
  const auto logits = classifier().forward(words.input, context);
  const auto targets = targets_.index_select(0, words.notes.flatten()).view_as(words.notes);
  auto loss = tag_loss(logits, targets, config_.training.label_smoothing);
  loss.count = words.noted;
  return loss;
}

Scores TokenClassificationTask::evaluate() {
  if (!validation_) return {};
  return evaluate_tags(bert(), *validation_, labels_, config_, device()).scores;
}

uint64_t TokenClassificationTask::data_fingerprint() const {
  Hasher hasher;
  hasher.add(examples().content_hash());
  for (const auto& tag : written_) hasher.add(tag.text);
  return hasher.value();
}

}  // namespace attend
