#include "attend/metrics/classification.h"

#include <algorithm>
#include <cmath>
#include <numeric>

#include <fmt/format.h>

#include "attend/core/error.h"

namespace attend {
namespace {

double share(int64_t part, int64_t whole) {
  return whole == 0 ? 0 : static_cast<double>(part) / static_cast<double>(whole);
}

}  // namespace

ConfusionMatrix::ConfusionMatrix(int64_t labels)
    : labels_(labels), counts_(static_cast<size_t>(labels * labels)) {}

void ConfusionMatrix::add(int64_t predicted, int64_t label) {
  for (const int64_t number : {predicted, label}) {
    if (number >= 0 && number < labels_) continue;
    throw Error({.operation = "scoring a classification",
                 .found = fmt::format("label {}", number),
                 .expected = fmt::format("0 to {}", labels_ - 1)});
  }
  ++counts_[static_cast<size_t>(label * labels_ + predicted)];
}

void ConfusionMatrix::reset() { std::fill(counts_.begin(), counts_.end(), 0); }

int64_t ConfusionMatrix::correct() const {
  int64_t sum = 0;
  for (int64_t label = 0; label < labels_; ++label) sum += count(label, label);
  return sum;
}

int64_t ConfusionMatrix::total() const { return std::accumulate(counts_.begin(), counts_.end(), int64_t{0}); }

int64_t ConfusionMatrix::with_label(int64_t label) const {
  int64_t sum = 0;
  for (int64_t predicted = 0; predicted < labels_; ++predicted) sum += count(label, predicted);
  return sum;
}

int64_t ConfusionMatrix::taken_for(int64_t predicted) const {
  int64_t sum = 0;
  for (int64_t label = 0; label < labels_; ++label) sum += count(label, predicted);
  return sum;
}

PrecisionRecall precision_recall(int64_t right, int64_t found, int64_t wanted) {
  return {share(right, found), share(right, wanted), share(2 * right, found + wanted)};
}

double accuracy(const ConfusionMatrix& matrix) {
  if (matrix.total() == 0) {
    throw Error({.operation = "scoring a classification", .found = "no examples", .expected = "one or more"});
  }
  return share(matrix.correct(), matrix.total());
}

PrecisionRecall label_scores(const ConfusionMatrix& matrix, int64_t label) {
  return precision_recall(matrix.count(label, label), matrix.taken_for(label), matrix.with_label(label));
}

PrecisionRecall macro_scores(const ConfusionMatrix& matrix) {
  PrecisionRecall sum;
  double occurring = 0;
  for (int64_t label = 0; label < matrix.labels(); ++label) {
    if (matrix.with_label(label) + matrix.taken_for(label) == 0) continue;
    const PrecisionRecall scores = label_scores(matrix, label);
    sum = {sum.precision + scores.precision, sum.recall + scores.recall, sum.f1 + scores.f1};
    ++occurring;
  }
  if (occurring == 0) return {};
  return {sum.precision / occurring, sum.recall / occurring, sum.f1 / occurring};
}

PrecisionRecall micro_scores(const ConfusionMatrix& matrix) {
  return precision_recall(matrix.correct(), matrix.total(), matrix.total());
}

double matthews_correlation(const ConfusionMatrix& matrix) {
  // Covariances of labels and predictions as indicator vectors, times the square of the number of examples.
  const auto total = static_cast<double>(matrix.total());
  double both = static_cast<double>(matrix.correct()) * total;
  double labels = total * total, predictions = total * total;
  for (int64_t label = 0; label < matrix.labels(); ++label) {
    const auto with = static_cast<double>(matrix.with_label(label));
    const auto taken = static_cast<double>(matrix.taken_for(label));
    both -= with * taken;
    labels -= with * with;
    predictions -= taken * taken;
  }
  return labels * predictions == 0 ? 0 : both / std::sqrt(labels * predictions);
}

}  // namespace attend
