#pragma once

#include <array>
#include <optional>
#include <string_view>
#include <utility>

#include "attend/metrics/bleu_tokenizer.h"
#include "attend/metrics/metric.h"

namespace attend {

/// What BLEU does about an order without a match (Chen and Cherry 2014, "A systematic comparison of smoothing
/// techniques for sentence-level BLEU").
enum class BleuSmoothing {
  none,   ///< the score is 0
  floor,  ///< a small count in place of 0 (method 1)
  add_k,  ///< k added to matches and totals above order 1 (method 2)
  exp     ///< 1/2, 1/4, ... in place of the matches of the first, second, ... such order (method 3)
};

/// The names are sacreBLEU's.
inline auto enum_names(BleuSmoothing) {
  using enum BleuSmoothing;
  return std::array{std::pair{none, std::string_view("none")}, std::pair{floor, std::string_view("floor")},
                    std::pair{add_k, std::string_view("add-k")}, std::pair{exp, std::string_view("exp")}};
}

struct BleuOptions {
  BleuTokenizer tokenizer = BleuTokenizer::mteval_13a;
  bool lowercase = false;
  BleuSmoothing smoothing = BleuSmoothing::exp;
  std::optional<double> smoothing_value = std::nullopt;  ///< for floor (default 0.1) and add_k (default 1)
  int max_order = 4;
  bool effective_order = false;  ///< leave out the orders longer than the text; meant for single sentences
};

/// BLEU (Papineni et al. 2002, "BLEU: a method for automatic evaluation of machine translation"): brevity
/// penalty times the geometric mean of the clipped n-gram precisions, in percent. A sentence's row is
/// [hypothesis length, length of the closest reference, matches by order, n-grams by order]. Details:
/// precisions, bp, ratio, hyp_len, ref_len, counts, totals.
class Bleu : public Metric {
 public:
  explicit Bleu(BleuOptions options = {});

 protected:
  std::vector<double> sentence_statistics(const std::u32string& hypothesis,
                                          const std::vector<std::u32string>& references) const override;
  MetricResult compute(std::span<const double> statistics) const override;
  std::string settings() const override;

 private:
  std::u32string prepare(const std::u32string& text) const;

  BleuOptions options_;
  double smoothing_value_ = 0;
};

}  // namespace attend
