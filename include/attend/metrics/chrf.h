#pragma once

#include "attend/metrics/metric.h"

namespace attend {

struct ChrfOptions {
  int char_order = 6;
  int word_order = 0;  ///< 2 makes it chrF++
  int beta = 2;        ///< how many times as important recall is as precision
  bool lowercase = false;
  bool whitespace = false;     ///< count white space among the characters
  bool eps_smoothing = false;  ///< the mean of the orders' F scores, with 1e-16 for an undefined one, instead
                               ///< of the F score of the orders' mean precision and recall
};

/// chrF (Popović 2015, "chrF: character n-gram F-score for automatic MT evaluation") and chrF++ (Popović
/// 2017, "chrF++: words helping character n-grams"), in percent. Of several references the one with the best
/// score counts. A sentence's row is [n-grams of the hypothesis, of the reference, matches] for each order,
/// characters first. Details: precision and recall, means over the orders that both sides have.
class Chrf : public Metric {
 public:
  explicit Chrf(ChrfOptions options = {});

 protected:
  std::vector<double> sentence_statistics(const std::u32string& hypothesis,
                                          const std::vector<std::u32string>& references) const override;
  MetricResult compute(std::span<const double> statistics) const override;
  std::string settings() const override;

 private:
  double score(std::span<const double> statistics) const;

  ChrfOptions options_;
};

}  // namespace attend
