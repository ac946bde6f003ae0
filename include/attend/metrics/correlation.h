#pragma once

#include <cstddef>
#include <vector>

namespace attend {

/// How far predicted numbers go with the true ones.
class Correlation {
 public:
  void add(double predicted, double target);
  void reset();

  size_t size() const { return predicted_.size(); }
  /// The linear correlation coefficient, -1 to 1. Not a number where one side is constant, as in SciPy, or
  /// holds one that is not finite. Throws Error for fewer than two pairs.
  double pearson() const;
  /// The same of the ranks; equal numbers share the mean of their ranks.
  double spearman() const;

 private:
  std::vector<double> predicted_, target_;
};

/// The rank of each number, from 1; equal numbers share the mean of theirs. Where one is not finite there are
/// no ranks: none of them is a number.
std::vector<double> ranks(const std::vector<double>& numbers);

}  // namespace attend
