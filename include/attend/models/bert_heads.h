#pragma once

#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "attend/models/bert.h"
#include "attend/nn/masked_lm_head.h"
#include "attend/ops/loss_sum.h"

namespace attend {

/// What a BERT predicts; each is one of Hugging Face's classes (BertModel for `none`).
enum class BertTask {
  none,
  pretraining,
  masked_lm,
  sequence_classification,
  token_classification,
  question_answering
};

/// What a sequence's labels are: one of several, any number of them, or numbers. The names are Hugging
/// Face's.
enum class BertProblem { single_label_classification, multi_label_classification, regression };
std::vector<std::pair<BertProblem, std::string_view>> enum_names(BertProblem);

inline constexpr int64_t longest_answer = int64_t{1} << 16;  ///< pieces

inline constexpr double largest_threshold = 1e6;  ///< between logits

/// How an answer to a question is chosen.
struct AnswerOptions {
  int64_t max_answer_length = 30;  ///< pieces, at most longest_answer
  bool no_answer = false;          ///< whether there may be none (SQuAD 2.0)
  double no_answer_threshold = 0;  ///< there is none where its logits exceed the best answer's by more
};

/// The head of a BERT.
struct BertHead {
  BertTask task = BertTask::none;
  std::vector<std::string> labels = {};  ///< of the classifiers, in the order of their ids; empty for others
  BertProblem problem = BertProblem::single_label_classification;  ///< of sequence classification
  AnswerOptions answers = {};  ///< of question answering: as it was trained
};

/// A BERT as such, and what models with a head have in common.
class BertNetwork : public torch::nn::Module {
 public:
  /// Parameters are zero (norms: identity) until they are initialised or loaded.
  BertNetwork(const BertOptions& options, const BertVocabulary& vocabulary, BertHead head = {});

  /// Normal numbers of spread initializer_range for matrices and embeddings, zeros for biases and the pad
  /// symbol. What a parameter gets is a function of the seed and its place in the model alone.
  void initialise(uint64_t seed);
  /// The same for the parameters of these names.
  void initialise(uint64_t seed, const std::vector<std::string>& names);

  Bert& bert() const { return *bert_; }
  const BertOptions& options() const { return bert_->options(); }
  const BertVocabulary& vocabulary() const { return bert_->vocabulary(); }
  const BertHead& head() const { return head_; }

 protected:
  /// The rate before a classifier in this context.
  double classifier_dropout(const Context& context) const;

 private:
  std::shared_ptr<Bert> bert_;
  BertHead head_;
};

/// A network whose head is a classifier: one logit a label. C labels.
class BertClassifier : public BertNetwork {
 public:
  using BertNetwork::BertNetwork;

  /// [B, C] for sequences, [B, T, C] for tokens, [B, T, 2] for the begin and the end of an answer.
  virtual torch::Tensor forward(const BertInput& input, Context& context) = 0;
};

/// Labels of texts or pairs of texts: dropout and a Linear on the pooled first token.
class BertForSequenceClassification final : public BertClassifier {
 public:
  BertForSequenceClassification(const BertOptions& options, const BertVocabulary& vocabulary, BertHead head);

  torch::Tensor forward(const BertInput& input, Context& context) override;

 private:
  nn::Linear classifier_{nullptr};
};

/// Labels of tokens: dropout and a Linear on every token.
class BertForTokenClassification final : public BertClassifier {
 public:
  BertForTokenClassification(const BertOptions& options, const BertVocabulary& vocabulary, BertHead head);

  torch::Tensor forward(const BertInput& input, Context& context) override;

 private:
  nn::Linear classifier_{nullptr};
};

/// Where an answer begins and ends: a Linear on every token.
class BertForQuestionAnswering final : public BertClassifier {
 public:
  BertForQuestionAnswering(const BertOptions& options, const BertVocabulary& vocabulary, BertHead head);

  torch::Tensor forward(const BertInput& input, Context& context) override;

 private:
  nn::Linear qa_outputs_{nullptr};
};

/// The hidden tokens of a text.
class BertForMaskedLm : public BertNetwork {
 public:
  BertForMaskedLm(const BertOptions& options, const BertVocabulary& vocabulary, BertHead head);

  /// hidden [M, D], those of hidden tokens only -> logits [M, V]
  torch::Tensor token_logits(const torch::Tensor& hidden) const;
  /// Cross-entropy of targets [M] int64 given hidden [M, D], without all logits at once.
  LossSum token_loss(const torch::Tensor& hidden, const torch::Tensor& targets) const;

 private:
  const torch::Tensor& table() const;

  nn::MaskedLmHead predictions_{nullptr};
  nn::Linear decoder_{nullptr};  // null where the projection is the embedding table
};

/// Hidden tokens, and whether the second text of a pair followed the first: class 0 yes, 1 no.
class BertForPreTraining final : public BertForMaskedLm {
 public:
  BertForPreTraining(const BertOptions& options, const BertVocabulary& vocabulary, BertHead head);

  /// hidden [B, T, D] -> [B, 2]
  torch::Tensor next_sentence_logits(const torch::Tensor& hidden) const;

 private:
  nn::Linear seq_relationship_{nullptr};
};

/// The network that `head` asks for. Throws Error for a classifier without labels.
std::shared_ptr<BertNetwork> make_bert_network(const BertOptions& options, const BertVocabulary& vocabulary,
                                               const BertHead& head);

}  // namespace attend
