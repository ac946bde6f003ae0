#include "attend/tasks/sequence_scores.h"

#include <functional>
#include <map>

#include "attend/metrics/classification.h"
#include "attend/metrics/correlation.h"

namespace attend {
namespace {

LossSum cross_entropy(const torch::Tensor& logits, const torch::Tensor& targets,
                      const SequenceLossOptions& options) {
  const auto loss = [&](const torch::Tensor& of, double smoothing) {
    return at::cross_entropy_loss(of, targets, options.class_weights, at::Reduction::Sum,
                                  /*ignore_index=*/-100, smoothing);
  };
  LossSum sum{loss(logits, options.label_smoothing), {}, targets.size(0)};
  sum.nll = options.label_smoothing > 0 ? loss(logits.detach(), 0.0) : sum.sum.detach();
  return sum;
}

// Values of metrics by name; those that nobody asks for are not computed.
using Metrics = std::map<std::string, std::function<double()>>;

Scores choose(const Metrics& metrics, const std::vector<std::string>& names) {
  Scores scores;
  for (const auto& name : names) scores[name] = metrics.at(name)();
  return scores;
}

LabelCounts count_classes(const torch::Tensor& logits, const torch::Tensor& targets) {
  LabelCounts counts(logits.size(1));
  const auto predicted = logits.argmax(1);
  for (int64_t i = 0; i < targets.size(0); ++i)
    counts.add(predicted.const_data_ptr<int64_t>()[i], targets.const_data_ptr<int64_t>()[i]);
  return counts;
}

Scores score_classes(const torch::Tensor& logits, const torch::Tensor& targets,
                     const std::vector<std::string>& names) {
  const auto counts = count_classes(logits, targets);
  const bool is_binary = counts.labels() == 2;
  return choose({{"accuracy", [&] { return accuracy(counts); }},
                 {"f1", [&] { return is_binary ? label_scores(counts, 1).f1 : macro_scores(counts).f1; }},
                 {"f1_micro", [&] { return micro_scores(counts).f1; }},
                 {"f1_macro", [&] { return macro_scores(counts).f1; }},
                 {"mcc", [&] { return matthews_correlation(counts); }}},
                names);
}

Scores score_numbers(const torch::Tensor& logits, const torch::Tensor& targets,
                     const std::vector<std::string>& names) {
  Correlation correlation;
  const auto predicted = logits.flatten().to(torch::kDouble);
  for (int64_t i = 0; i < targets.size(0); ++i)
    correlation.add(predicted.const_data_ptr<double>()[i], targets.const_data_ptr<double>()[i]);
  return choose({{"pearson", [&] { return correlation.pearson(); }},
                 {"spearman", [&] { return correlation.spearman(); }},
                 {"mse", [&] { return (predicted - targets).square().mean().item<double>(); }}},
                names);
}

// Of each label of sets, and of all.
struct SetCounts {
  torch::Tensor right, found, there;  // [C] int64

  SetCounts(const torch::Tensor& logits, const torch::Tensor& targets)
      : right(((logits > 0) & (targets > 0)).sum(0)),
        found((logits > 0).sum(0)),
        there((targets > 0).sum(0)) {}

  PrecisionRecall of(int64_t label) const {
    return precision_recall(right[label].item<int64_t>(), found[label].item<int64_t>(),
                            there[label].item<int64_t>());
  }
  PrecisionRecall micro() const {
    return precision_recall(right.sum().item<int64_t>(), found.sum().item<int64_t>(),
                            there.sum().item<int64_t>());
  }
};

Scores score_sets(const torch::Tensor& logits, const torch::Tensor& targets,
                  const std::vector<std::string>& names) {
  const SetCounts counts(logits, targets);
  const auto micro = [&] { return counts.micro().f1; };
  const auto macro = [&] {
    double sum = 0;
    for (int64_t label = 0; label < logits.size(1); ++label) sum += counts.of(label).f1;
    return sum / static_cast<double>(logits.size(1));
  };
  const auto all_right = [&] {
    return ((logits > 0) == (targets > 0)).all(1).to(torch::kDouble).mean().item<double>();
  };
  return choose({{"accuracy", all_right}, {"f1", micro}, {"f1_micro", micro}, {"f1_macro", macro}}, names);
}

}  // namespace

LossSum sequence_loss(const torch::Tensor& logits, const torch::Tensor& targets,
                      const SequenceLossOptions& options) {
  const auto scores = logits.to(torch::kFloat);
  if (options.problem == BertProblem::single_label_classification)
    return cross_entropy(scores, targets, options);
  const auto sum = options.problem == BertProblem::regression
                       ? at::mse_loss(scores.squeeze(1), targets.to(torch::kFloat), at::Reduction::Sum)
                       : at::binary_cross_entropy_with_logits(scores, targets, /*weight=*/{},
                                                              /*pos_weight=*/{}, at::Reduction::Sum) /
                             static_cast<double>(scores.size(1));
  return {sum, sum.detach(), logits.size(0)};
}

Scores score_sequences(const torch::Tensor& logits, const torch::Tensor& targets, BertProblem problem,
                       const std::vector<std::string>& metrics) {
  switch (problem) {
    case BertProblem::regression:
      return score_numbers(logits, targets, metrics);
    case BertProblem::multi_label_classification:
      return score_sets(logits, targets, metrics);
    case BertProblem::single_label_classification:
      break;
  }
  return score_classes(logits, targets, metrics);
}

LabelScores score_labels(const torch::Tensor& logits, const torch::Tensor& targets, BertProblem problem,
                         const std::vector<std::string>& labels) {
  LabelScores scores;
  if (problem == BertProblem::single_label_classification) {
    const auto counts = count_classes(logits, targets);
    for (size_t label = 0; label < labels.size(); ++label)
      scores[labels[label]] = label_scores(counts, static_cast<int64_t>(label));
  }
  if (problem == BertProblem::multi_label_classification) {
    const SetCounts counts(logits, targets);
    for (size_t label = 0; label < labels.size(); ++label)
      scores[labels[label]] = counts.of(static_cast<int64_t>(label));
  }
  return scores;
}

}  // namespace attend
