#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

namespace attend {

/// How often each label was there, was found, and both: what accuracy, F1 and Matthews' correlation are made
/// of.
class LabelCounts {
 public:
  /// Labels are 0 to `labels` - 1.
  explicit LabelCounts(int64_t labels) : of_(static_cast<size_t>(labels)) {}

  /// Throws Error for a number that is no label.
  void add(int64_t predicted, int64_t label);

  int64_t labels() const { return static_cast<int64_t>(of_.size()); }
  /// Examples with `label`, examples taken for it, and those of both.
  int64_t with_label(int64_t label) const { return of(label).there; }
  int64_t taken_for(int64_t label) const { return of(label).found; }
  int64_t correct(int64_t label) const { return of(label).right; }
  /// Over all labels.
  int64_t correct() const { return correct_; }
  int64_t total() const { return total_; }

 private:
  struct Counts {
    int64_t there = 0, found = 0, right = 0;
  };
  const Counts& of(int64_t label) const { return of_.at(static_cast<size_t>(label)); }

  std::vector<Counts> of_;
  int64_t correct_ = 0, total_ = 0;
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
double accuracy(const LabelCounts& counts);
/// Of one label against the others; of label 1 this is scikit-learn's "binary".
PrecisionRecall label_scores(const LabelCounts& counts, int64_t label);
/// The mean over the labels that occur as a label or as a prediction (scikit-learn's "macro").
PrecisionRecall macro_scores(const LabelCounts& counts);
/// Over all examples at once ("micro"); with one label an example, all three are the accuracy.
PrecisionRecall micro_scores(const LabelCounts& counts);
/// Matthews' correlation coefficient of two or more labels (Gorodkin 2004), -1 to 1; 0 where all examples
/// have one label or are taken for one.
double matthews_correlation(const LabelCounts& counts);

}  // namespace attend
