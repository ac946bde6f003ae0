#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

namespace attend {

/// How often each label was taken for each: what accuracy, F1 and Matthews' correlation are made of.
class ConfusionMatrix {
 public:
  /// Labels are 0 to `labels` - 1.
  explicit ConfusionMatrix(int64_t labels);

  /// Throws Error for a number that is no label.
  void add(int64_t predicted, int64_t label);
  void reset();

  int64_t labels() const { return labels_; }
  /// Examples with `label` that were taken for `predicted`.
  int64_t count(int64_t label, int64_t predicted) const {
    return counts_[static_cast<size_t>(label * labels_ + predicted)];
  }
  int64_t correct() const;
  int64_t total() const;
  /// Examples with `label`, and examples taken for it.
  int64_t with_label(int64_t label) const;
  int64_t taken_for(int64_t label) const;

 private:
  int64_t labels_;
  std::vector<int64_t> counts_;  // [labels, labels], a row per true label
};

/// Shares from 0 to 1. Where a share is of nothing, it is 0 (scikit-learn's zero_division=0).
struct PrecisionRecall {
  double precision = 0;
  double recall = 0;
  double f1 = 0;
};

/// From counts of what was found and is right, what was found, and what there was to find.
PrecisionRecall precision_recall(int64_t right, int64_t found, int64_t wanted);

/// Right ones of all. Throws Error where there is none.
double accuracy(const ConfusionMatrix& matrix);
/// Of one label against the others; of label 1 this is scikit-learn's "binary".
PrecisionRecall label_scores(const ConfusionMatrix& matrix, int64_t label);
/// The mean over the labels that occur as a label or as a prediction (scikit-learn's "macro").
PrecisionRecall macro_scores(const ConfusionMatrix& matrix);
/// Over all examples at once ("micro"); with one label an example, all three are the accuracy.
PrecisionRecall micro_scores(const ConfusionMatrix& matrix);
/// Matthews' correlation coefficient of two or more labels (Gorodkin 2004), -1 to 1; 0 where all examples
/// have one label or are taken for one.
double matthews_correlation(const ConfusionMatrix& matrix);

}  // namespace attend
