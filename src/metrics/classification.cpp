#include "attend/metrics/classification.h"

#include <cmath>

#include <fmt/format.h>

#include "attend/core/error.h"

namespace attend {
namespace {

double share(int64_t part, int64_t whole) {
  return whole == 0 ? 0 : static_cast<double>(part) / static_cast<double>(whole);
}

}  // namespace

void LabelCounts::add(int64_t predicted, int64_t label) {
  for (const int64_t number : {predicted, label}) {
    if (number >= 0 && number < labels()) continue;
    throw Error({.operation = "scoring a classification",
                 .found = fmt::format("label {}", number),
                 .expected = fmt::format("0 to {}", labels() - 1)});
  }
  auto &found = of_[static_cast<size_t>(predicted)], &there = of_[static_cast<size_t>(label)];
  ++found.found;
  ++there.there;
  ++total_;
  if (predicted != label) return;
  ++there.right;
  ++correct_;
}

PrecisionRecall precision_recall(int64_t right, int64_t found, int64_t wanted) {
  return {share(right, found), share(right, wanted), share(2 * right, found + wanted)};
}

double accuracy(const LabelCounts& counts) {
  if (counts.total() == 0) {
    throw Error({.operation = "scoring a classification", .found = "no examples", .expected = "one or more"});
  }
  return share(counts.correct(), counts.total());
}

PrecisionRecall label_scores(const LabelCounts& counts, int64_t label) {
  return precision_recall(counts.correct(label), counts.taken_for(label), counts.with_label(label));
}

PrecisionRecall macro_scores(const LabelCounts& counts) {
  PrecisionRecall sum;
  double occurring = 0;
  for (int64_t label = 0; label < counts.labels(); ++label) {
    if (counts.with_label(label) + counts.taken_for(label) == 0) continue;
    const PrecisionRecall scores = label_scores(counts, label);
    sum = {sum.precision + scores.precision, sum.recall + scores.recall, sum.f1 + scores.f1};
    ++occurring;
  }
  if (occurring == 0) return {};
  return {sum.precision / occurring, sum.recall / occurring, sum.f1 / occurring};
}

PrecisionRecall micro_scores(const LabelCounts& counts) {
  return precision_recall(counts.correct(), counts.total(), counts.total());
}

double matthews_correlation(const LabelCounts& counts) {
  // Covariances of labels and predictions as indicator vectors, times the square of the number of examples.
  const auto total = static_cast<double>(counts.total());
  double both = static_cast<double>(counts.correct()) * total;
  double labels = total * total, predictions = total * total;
  for (int64_t label = 0; label < counts.labels(); ++label) {
    const auto with = static_cast<double>(counts.with_label(label));
    const auto taken = static_cast<double>(counts.taken_for(label));
    both -= with * taken;
    labels -= with * with;
    predictions -= taken * taken;
  }
  return labels * predictions == 0 ? 0 : both / std::sqrt(labels * predictions);
}

}  // namespace attend
