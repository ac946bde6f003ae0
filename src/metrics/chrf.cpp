#include "attend/metrics/chrf.h"

#include <fmt/format.h>

#include "attend/core/error.h"
#include "attend/metrics/ngrams.h"
#include "attend/metrics/punctuation.h"
#include "attend/metrics/unicode_text.h"

namespace attend {
namespace {

constexpr double epsilon = 1e-16;

Symbols characters_of(std::u32string_view text, bool whitespace) {
  Symbols characters;
  characters.reserve(text.size());
  for (const char32_t c : text) {
    if (whitespace || !is_space(c)) characters.push_back(c);
  }
  return characters;
}

/// Words with one punctuation mark at the end, or else one at the start, taken off: "(so)" gives "(so" and
/// ")".
std::vector<std::u32string_view> words_of(std::u32string_view text) {
  std::vector<std::u32string_view> words;
  for (const auto word : split_words(text)) {
    size_t cut = 0;
    if (is_ascii_punctuation(word.back())) {
      cut = word.size() - 1;
    } else if (is_ascii_punctuation(word.front())) {
      cut = 1;
    }
    if (cut > 0) words.push_back(word.substr(0, cut));
    words.push_back(word.substr(cut));
  }
  return words;
}

/// Appends [hypothesis, reference, matches] for orders 1 to `orders` to the row of each reference. Text 0 is
/// the hypothesis, the others are the references.
void append_counts(std::vector<std::vector<double>>& rows, std::vector<Symbols> texts, int orders) {
  NgramOrders ngrams(std::move(texts));
  for (int n = 0; n < orders; ++n) {
    ngrams.next();
    const size_t hypothesis = ngrams.ids(0).size();
    for (size_t r = 0; r < rows.size(); ++r) {
      const size_t reference = ngrams.ids(r + 1).size();
      // An order that the reference does not have counts for neither side.
      rows[r].push_back(reference == 0 ? 0.0 : static_cast<double>(hypothesis));
      rows[r].push_back(static_cast<double>(reference));
      rows[r].push_back(static_cast<double>(ngrams.clipped_matches(0, ngrams.counts(r + 1))));
    }
  }
}

struct MeanPrecisionRecall {
  double precision = 0;
  double recall = 0;
};

/// Means over the orders that both sides have.
MeanPrecisionRecall mean_precision_recall(std::span<const double> statistics) {
  MeanPrecisionRecall mean;
  int orders = 0;
  for (size_t i = 0; i < statistics.size(); i += 3) {
    if (statistics[i] == 0 || statistics[i + 1] == 0) continue;
    mean.precision += statistics[i + 2] / statistics[i];
    mean.recall += statistics[i + 2] / statistics[i + 1];
    ++orders;
  }
  if (orders == 0) return mean;
  return {mean.precision / orders, mean.recall / orders};
}

/// The mean of the orders' F scores, in percent.
double smoothed_score(std::span<const double> statistics, double factor) {
  double sum = 0;
  for (size_t i = 0; i < statistics.size(); i += 3) {
    const double precision = statistics[i] > 0 ? statistics[i + 2] / statistics[i] : epsilon;
    const double recall = statistics[i + 1] > 0 ? statistics[i + 2] / statistics[i + 1] : epsilon;
    const double denominator = factor * precision + recall;
    sum += denominator > 0 ? (1 + factor) * precision * recall / denominator : epsilon;
  }
  return 100 * sum / (static_cast<double>(statistics.size()) / 3);
}

}  // namespace

Chrf::Chrf(ChrfOptions options) : options_(options) {
  if (options_.char_order < 0 || options_.word_order < 0 || options_.char_order + options_.word_order < 1) {
    throw UsageError({.operation = "making the metric chrF",
                      .found = fmt::format("n-grams of up to {} characters and {} words", options_.char_order,
                                           options_.word_order),
                      .expected = "0 or more, one of them 1 or more"});
  }
  if (options_.beta < 1) {
    throw UsageError({.operation = "making the metric chrF",
                      .found = fmt::format("beta {}", options_.beta),
                      .expected = "1 or more"});
  }
}

std::vector<double> Chrf::sentence_statistics(const std::u32string& hypothesis,
                                              const std::vector<std::u32string>& references) const {
  std::vector<std::u32string> texts = {options_.lowercase ? lower(hypothesis) : hypothesis};
  for (const auto& reference : references) texts.push_back(options_.lowercase ? lower(reference) : reference);

  std::vector<std::vector<double>> rows(references.size());
  std::vector<Symbols> characters;
  for (const auto& text : texts) characters.push_back(characters_of(text, options_.whitespace));
  append_counts(rows, std::move(characters), options_.char_order);
  if (options_.word_order > 0) {
    std::vector<std::vector<std::u32string_view>> words;
    for (const auto& text : texts) words.push_back(words_of(text));
    append_counts(rows, number_words(words), options_.word_order);
  }

  size_t best = 0;
  for (size_t r = 1; r < rows.size(); ++r) {
    if (score(rows[r]) > score(rows[best])) best = r;
  }
  return rows[best];
}

double Chrf::score(std::span<const double> statistics) const {
  const double factor = static_cast<double>(options_.beta) * options_.beta;
  if (options_.eps_smoothing) return smoothed_score(statistics, factor);
  const auto [precision, recall] = mean_precision_recall(statistics);
  if (precision + recall == 0) return 0;
  return 100 * ((1 + factor) * precision * recall / (factor * precision + recall));
}

MetricResult Chrf::compute(std::span<const double> statistics) const {
  const auto [precision, recall] = mean_precision_recall(statistics);
  MetricResult result;
  result.name =
      fmt::format("chrF{}{}", options_.beta, std::string(static_cast<size_t>(options_.word_order), '+'));
  result.score = score(statistics);
  result.details = {{"precision", 100 * precision}, {"recall", 100 * recall}};
  return result;
}

std::string Chrf::settings() const {
  return fmt::format("case:{}|eff:{}|nc:{}|nw:{}|space:{}", options_.lowercase ? "lc" : "mixed",
                     options_.eps_smoothing ? "no" : "yes", options_.char_order, options_.word_order,
                     options_.whitespace ? "yes" : "no");
}

}  // namespace attend
