#include "attend/tasks/sequence_labels.h"

#include <charconv>
#include <cmath>
#include <utility>

#include "attend/core/error.h"
#include "attend/core/strings.h"

namespace attend {
namespace {

// The labels of a multi-label example; none of an empty text.
std::vector<std::string> split_labels(const std::string& text, const std::string& separator) {
  std::vector<std::string> labels;
  for (size_t begin = 0; begin < text.size();) {
    const size_t end = std::min(text.find(separator, begin), text.size());
    if (const auto label = trim(std::string_view(text).substr(begin, end - begin)); !label.empty())
      labels.emplace_back(label);
    begin = end + separator.size();
  }
  return labels;
}

constexpr double largest_number = 1e15;  // its square is a float

double parse_number(const WrittenLabel& label) {
  const auto text = trim(label.text);
  double number = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  if (error == std::errc() && end == text.data() + text.size() && std::abs(number) < largest_number)
    return number;
  throw Error({.operation = "reading labels",
               .where = label.where,
               .found = "the label \"" + label.text + "\"",
               .expected = "a number below 1e15, for problem_type regression"});
}

LabelSet make_names(const SequenceClassificationConfig& config, const std::vector<WrittenLabel>& training,
                    const std::vector<std::string>& known) {
  if (config.problem_type == BertProblem::regression) return LabelSet({"LABEL_0"});
  if (!config.labels.empty()) return LabelSet(config.labels);
  std::vector<std::string> found;
  for (const auto& [text, where] : training) {
    if (config.problem_type == BertProblem::multi_label_classification) {
      for (auto& label : split_labels(text, config.label_separator)) found.push_back(std::move(label));
    } else if (trim(text).empty()) {
      throw Error({.operation = "reading labels", .where = where, .found = "no label", .expected = "one"});
    } else {
      found.push_back(text);
    }
  }
  auto names = LabelSet::discover(found, known);
  const int64_t fewest = config.problem_type == BertProblem::single_label_classification ? 2 : 1;
  if (names.size() < fewest) {
    throw Error({.operation = "reading labels",
                 .where = training.front().where,
                 .found = "the label \"" + training.front().text + "\" for every example",
                 .expected = fewest == 1 ? "one label or more" : "two labels or more",
                 .hint = "is this the column of the labels?"});
  }
  return names;
}

}  // namespace

SequenceLabels::SequenceLabels(const SequenceClassificationConfig& config,
                               const std::vector<WrittenLabel>& training,
                               const std::vector<std::string>& known)
    : problem_(config.problem_type),
      separator_(config.label_separator),
      names_(make_names(config, training, known)) {}

SequenceLabels::SequenceLabels(const BertHead& head, std::string separator)
    : problem_(head.problem), separator_(std::move(separator)), names_(head.labels) {}

BertHead SequenceLabels::head() const {
  return {BertTask::sequence_classification, names_.names(), problem_};
}

torch::Tensor SequenceLabels::targets(const std::vector<WrittenLabel>& labels) const {
  const auto count = static_cast<int64_t>(labels.size());
  if (problem_ == BertProblem::multi_label_classification) {
    auto targets = torch::zeros({count, names_.size()});
    for (int64_t i = 0; i < count; ++i) {
      const auto& [text, where] = labels[static_cast<size_t>(i)];
      for (const auto& label : split_labels(text, separator_)) targets[i][names_.id(label, where)] = 1;
    }
    return targets;
  }
  if (problem_ == BertProblem::regression) {
    std::vector<double> numbers;
    for (const auto& label : labels) numbers.push_back(parse_number(label));
    return torch::tensor(numbers, torch::kDouble);
  }
  std::vector<int64_t> ids;
  for (const auto& [text, where] : labels) ids.push_back(names_.id(text, where));
  return torch::tensor(ids, torch::kLong);
}

}  // namespace attend
