#include "attend/models/bert_heads.h"

#include <algorithm>

#include "attend/core/error.h"
#include "attend/nn/initialisation.h"
#include "attend/ops/dropout.h"

namespace attend {
namespace {

BertPooler pooler_for(BertTask task) {
  const bool pools =
      task == BertTask::none || task == BertTask::pretraining || task == BertTask::sequence_classification;
  return pools ? BertPooler::first_token : BertPooler::none;
}

int64_t label_count(const BertHead& head) {
  if (!head.labels.empty()) return static_cast<int64_t>(head.labels.size());
  throw Error(
      {.operation = "building a classifier", .found = "no label", .expected = "the names of its labels"});
}

constexpr int64_t ends_of_answer = 2;

}  // namespace

std::vector<std::pair<BertProblem, std::string_view>> enum_names(BertProblem) {
  return {{BertProblem::single_label_classification, "single_label_classification"},
          {BertProblem::multi_label_classification, "multi_label_classification"},
          {BertProblem::regression, "regression"}};
}

BertNetwork::BertNetwork(const BertOptions& options, const BertVocabulary& vocabulary, BertHead head)
    : bert_(register_module("bert", std::make_shared<Bert>(options, vocabulary, pooler_for(head.task)))),
      head_(std::move(head)) {}

void BertNetwork::initialise(uint64_t seed) {
  std::vector<std::string> names;
  for (const auto& parameter : named_parameters()) names.push_back(parameter.key());
  initialise(seed, names);
}

void BertNetwork::initialise(uint64_t seed, const std::vector<std::string>& names) {
  const torch::NoGradGuard no_gradient;
  uint64_t number = 0;
  for (auto& parameter : named_parameters()) {
    // A stream of its own, so that a new head is the same whichever other weights are read from a file.
    Stream stream(seed, RandomPurpose::initialisation, {.step = number++});
    auto& value = parameter.value();
    const bool wanted = std::ranges::find(names, parameter.key()) != names.end();
    if (!wanted || value.dim() < 2) continue;  // norms and biases start as they were made
    nn::init_normal(value, options().initializer_range, stream);
    if (value.is_same(bert_->embedding_table())) value[vocabulary().pad].zero_();
  }
}

double BertNetwork::classifier_dropout(const Context& context) const {
  const auto& o = options();
  return context.training ? o.classifier_dropout.value_or(o.hidden_dropout_prob) : 0.0;
}

BertForSequenceClassification::BertForSequenceClassification(const BertOptions& options,
                                                             const BertVocabulary& vocabulary, BertHead head)
    : BertClassifier(options, vocabulary, std::move(head)),
      classifier_(register_module("classifier", nn::Linear(options.hidden_size, label_count(this->head())))) {
}

torch::Tensor BertForSequenceClassification::forward(const BertInput& input, Context& context) {
  const auto pooled = bert().pool(bert().first_token(input, context));
  return classifier_->forward(ops::dropout(pooled, classifier_dropout(context), context.stream));
}

BertForTokenClassification::BertForTokenClassification(const BertOptions& options,
                                                       const BertVocabulary& vocabulary, BertHead head)
    : BertClassifier(options, vocabulary, std::move(head)),
      classifier_(register_module("classifier", nn::Linear(options.hidden_size, label_count(this->head())))) {
}

torch::Tensor BertForTokenClassification::forward(const BertInput& input, Context& context) {
  const auto hidden = bert().forward(input, context);
  return classifier_->forward(ops::dropout(hidden, classifier_dropout(context), context.stream));
}

BertForQuestionAnswering::BertForQuestionAnswering(const BertOptions& options,
                                                   const BertVocabulary& vocabulary, BertHead head)
    : BertClassifier(options, vocabulary, std::move(head)),
      qa_outputs_(register_module("qa_outputs", nn::Linear(options.hidden_size, ends_of_answer))) {}

torch::Tensor BertForQuestionAnswering::forward(const BertInput& input, Context& context) {
  return qa_outputs_->forward(bert().forward(input, context));
}

BertForMaskedLm::BertForMaskedLm(const BertOptions& options, const BertVocabulary& vocabulary, BertHead head)
    : BertNetwork(options, vocabulary, std::move(head)) {
  predictions_ = register_module(
      "predictions", nn::MaskedLmHead(nn::MaskedLmHeadOptions{options.hidden_size, vocabulary.size,
                                                              options.hidden_act, options.layer_norm_eps}));
  if (options.tie_word_embeddings) return;
  decoder_ = register_module("decoder", nn::Linear(options.hidden_size, vocabulary.size, /*bias=*/false));
}

const torch::Tensor& BertForMaskedLm::table() const {
  return decoder_.is_empty() ? bert().embedding_table() : decoder_->weight;
}

torch::Tensor BertForMaskedLm::token_logits(const torch::Tensor& hidden) const {
  return predictions_->forward(hidden, table());
}

LossSum BertForMaskedLm::token_loss(const torch::Tensor& hidden, const torch::Tensor& targets) const {
  return predictions_->loss(hidden, table(), targets);
}

BertForPreTraining::BertForPreTraining(const BertOptions& options, const BertVocabulary& vocabulary,
                                       BertHead head)
    : BertForMaskedLm(options, vocabulary, std::move(head)),
      seq_relationship_(register_module("seq_relationship", nn::Linear(options.hidden_size, 2))) {}

torch::Tensor BertForPreTraining::next_sentence_logits(const torch::Tensor& hidden) const {
  return seq_relationship_->forward(bert().pool(hidden.select(1, 0)));
}

std::shared_ptr<BertNetwork> make_bert_network(const BertOptions& options, const BertVocabulary& vocabulary,
                                               const BertHead& head) {
  switch (head.task) {
    case BertTask::none:
      break;
    case BertTask::pretraining:
      return std::make_shared<BertForPreTraining>(options, vocabulary, head);
    case BertTask::masked_lm:
      return std::make_shared<BertForMaskedLm>(options, vocabulary, head);
    case BertTask::sequence_classification:
      return std::make_shared<BertForSequenceClassification>(options, vocabulary, head);
    case BertTask::token_classification:
      return std::make_shared<BertForTokenClassification>(options, vocabulary, head);
    case BertTask::question_answering:
      return std::make_shared<BertForQuestionAnswering>(options, vocabulary, head);
  }
  return std::make_shared<BertNetwork>(options, vocabulary, head);
}

}  // namespace attend
