#include "attend/metrics/lecture_bleu.h"

#include <algorithm>
#include <cmath>

#include "attend/core/strings.h"
#include "attend/metrics/ngrams.h"

namespace attend {

double lecture_bleu(std::string_view hypothesis, std::string_view reference, int max_order) {
  const std::vector<Symbols> words = number_words(std::vector{split(hypothesis, ' '), split(reference, ' ')});
  const double length = static_cast<double>(words[0].size());
  double score = std::exp(std::min(0.0, 1 - static_cast<double>(words[1].size()) / length));
  NgramOrders ngrams(words);
  for (int n = 1; n <= max_order && n <= length; ++n) {
    ngrams.next();
    const double matches = static_cast<double>(ngrams.clipped_matches(0, ngrams.counts(1)));
    score *= std::pow(matches / static_cast<double>(ngrams.ids(0).size()), std::pow(0.5, n));
  }
  return score;
}

}  // namespace attend
