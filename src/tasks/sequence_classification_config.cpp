#include "attend/tasks/sequence_classification_config.h"

#include <algorithm>

namespace attend {
namespace {

void check_labels(const SequenceClassificationConfig& config, Problems& problems) {
  const bool is_single = config.problem_type == BertProblem::single_label_classification;
  if (config.problem_type == BertProblem::regression && !config.labels.empty())
    problems.add("labels", "labels for a regression", "none: its labels are numbers");
  if (is_single && config.labels.size() == 1)
    problems.add("labels", '"' + config.labels.front() + "\" alone", "two labels or more");
  if (config.class_weights != ClassWeights::none && !is_single)
    problems.add("class_weights", "weights of classes", "problem_type single_label_classification");
  if (!is_single)
    refuse_smoothing(config.training, "smoothing is for problem_type single_label_classification", problems);
}

std::vector<std::string> metrics_of_all_problems() {
  std::vector<std::string> all;
  for (const auto& [problem, ignored] : enum_names(BertProblem())) {
    for (const auto& name : sequence_metrics(problem))
      if (std::ranges::find(all, name) == all.end()) all.push_back(name);
  }
  return all;
}

}  // namespace

std::vector<std::string> sequence_metrics(BertProblem problem) {
  switch (problem) {
    case BertProblem::regression:
      return {"pearson", "spearman", "mse"};
    case BertProblem::multi_label_classification:
      return {"accuracy", "f1", "f1_micro", "f1_macro"};
    case BertProblem::single_label_classification:
      break;
  }
  return {"accuracy", "f1", "f1_micro", "f1_macro", "mcc"};
}

Schema<SequenceClassificationConfig> sequence_classification_schema() {
  using C = SequenceClassificationConfig;
  return fine_tuning_task_schema<C>("Texts or pairs of texts into classes or numbers.", table_data_schema(),
                                    metrics_of_all_problems())
      .field("problem_type", &C::problem_type,
             "What a label is: one of several, any number of several, or a number.")
      .field("labels", &C::labels,
             "The labels in the order of their ids; empty: those of the training data, sorted, or as the "
             "head of "
             "model.from has them where it is for the same ones.",
             distinct(), each(non_empty()))
      .field("label_separator", &C::label_separator,
             "multi_label_classification: what stands between the labels of an example.", non_empty())
      .field("class_weights", &C::class_weights,
             "How much examples count: all alike, or balanced, so that each class counts alike.")
      .check({"problem_type", "labels", "class_weights", "training"}, check_labels)
      .check({"problem_type", "validation"}, [](const C& config, Problems& problems) {
        check_scores_asked_for(config, sequence_metrics(config.problem_type), problems);
      });
}

}  // namespace attend
