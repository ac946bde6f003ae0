#include "attend/metrics/bleu.h"

#include <algorithm>
#include <cmath>
#include <utility>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "attend/core/error.h"
#include "attend/core/names.h"
#include "attend/metrics/ngrams.h"
#include "attend/metrics/unicode_text.h"

namespace attend {
namespace {

/// The length closest to `length`, the shorter one of two.
size_t closest_length(std::span<const Symbols> references, size_t length) {
  const auto distance = [length](size_t other) { return std::max(length, other) - std::min(length, other); };
  const auto closer = [&](const Symbols& a, const Symbols& b) {
    return std::pair(distance(a.size()), a.size()) < std::pair(distance(b.size()), b.size());
  };
  return std::min_element(references.begin(), references.end(), closer)->size();
}

/// By n-gram number, the most often that a reference has it. Text 0 is the hypothesis, the others are
/// references.
std::vector<uint32_t> largest_counts(const NgramOrders& ngrams, size_t texts) {
  std::vector<uint32_t> largest(ngrams.distinct(), 0);
  for (size_t t = 1; t < texts; ++t) {
    const std::vector<uint32_t> counts = ngrams.counts(t);
    std::transform(counts.begin(), counts.end(), largest.begin(), largest.begin(),
                   [](uint32_t a, uint32_t b) { return std::max(a, b); });
  }
  return largest;
}

double brevity_penalty(double hypothesis_length, double reference_length) {
  if (hypothesis_length >= reference_length) return 1.0;
  return hypothesis_length > 0 ? std::exp(1 - reference_length / hypothesis_length) : 0.0;
}

/// The precisions in percent, from counts that smoothing may change; `orders` is how many of them the mean
/// takes.
struct Precisions {
  std::vector<double> values;
  size_t orders = 0;
};

Precisions precisions_of(std::span<double> matches, std::span<double> totals, const BleuOptions& options,
                         double smoothing_value) {
  Precisions precisions{std::vector<double>(matches.size(), 0.0), matches.size()};
  if (std::all_of(matches.begin(), matches.end(), [](double count) { return count == 0; })) return precisions;
  double halvings = 1;
  for (size_t n = 0; n < matches.size(); ++n) {
    if (options.smoothing == BleuSmoothing::add_k && n > 0) {
      matches[n] += smoothing_value;
      totals[n] += smoothing_value;
    }
    if (totals[n] == 0) break;
    if (options.effective_order) precisions.orders = n + 1;
    if (matches[n] != 0) {
      precisions.values[n] = 100.0 * matches[n] / totals[n];
    } else if (options.smoothing == BleuSmoothing::exp) {
      halvings *= 2;
      precisions.values[n] = 100.0 / (halvings * totals[n]);
    } else if (options.smoothing == BleuSmoothing::floor) {
      precisions.values[n] = 100.0 * smoothing_value / totals[n];
    }
  }
  return precisions;
}

double geometric_mean(const Precisions& precisions) {
  double sum = 0;
  for (size_t n = 0; n < precisions.orders; ++n) {
    if (precisions.values[n] == 0) return 0;
    sum += std::log(precisions.values[n]);
  }
  return std::exp(sum / static_cast<double>(precisions.orders));
}

double default_smoothing_value(BleuSmoothing smoothing) {
  switch (smoothing) {
    case BleuSmoothing::floor:
      return 0.1;
    case BleuSmoothing::add_k:
      return 1;
    default:
      return 0;
  }
}

}  // namespace

Bleu::Bleu(BleuOptions options)
    : options_(options),
      smoothing_value_(options.smoothing_value.value_or(default_smoothing_value(options.smoothing))) {
  if (options_.max_order < 1) {
    throw UsageError({.operation = "making the metric BLEU",
                      .found = fmt::format("n-grams up to {}", options_.max_order),
                      .expected = "1 or more"});
  }
  if (!(smoothing_value_ >= 0)) {
    throw UsageError({.operation = "making the metric BLEU",
                      .found = fmt::format("smoothing value {}", smoothing_value_),
                      .expected = "0 or more"});
  }
}

std::u32string Bleu::prepare(const std::u32string& text) const {
  if (!options_.lowercase) return tokenize(options_.tokenizer, strip_end(text));
  const std::u32string lowered = lower(text);
  return tokenize(options_.tokenizer, strip_end(lowered));
}

std::vector<double> Bleu::sentence_statistics(const std::u32string& hypothesis,
                                              const std::vector<std::u32string>& references) const {
  std::vector<std::u32string> tokenized = {prepare(hypothesis)};
  for (const auto& reference : references) tokenized.push_back(prepare(reference));
  std::vector<std::vector<std::u32string_view>> words;
  for (const auto& text : tokenized) words.push_back(split_words(text));
  const std::vector<Symbols> symbols = number_words(words);

  const size_t orders = static_cast<size_t>(options_.max_order);
  std::vector<double> row(2 + 2 * orders);
  row[0] = static_cast<double>(symbols[0].size());
  row[1] = static_cast<double>(closest_length(std::span(symbols).subspan(1), symbols[0].size()));
  NgramOrders ngrams(symbols);
  for (size_t n = 0; n < orders; ++n) {
    ngrams.next();
    row[2 + n] = static_cast<double>(ngrams.clipped_matches(0, largest_counts(ngrams, symbols.size())));
    row[2 + orders + n] = static_cast<double>(ngrams.ids(0).size());
  }
  return row;
}

MetricResult Bleu::compute(std::span<const double> statistics) const {
  const auto orders = static_cast<std::ptrdiff_t>(options_.max_order);
  std::vector<double> matches(statistics.begin() + 2, statistics.begin() + 2 + orders);
  std::vector<double> totals(statistics.begin() + 2 + orders, statistics.end());
  const Precisions precisions = precisions_of(matches, totals, options_, smoothing_value_);
  const auto hypothesis_length = static_cast<int64_t>(statistics[0]);
  const auto reference_length = static_cast<int64_t>(statistics[1]);
  const double penalty = brevity_penalty(statistics[0], statistics[1]);
  const double ratio = reference_length > 0 ? statistics[0] / statistics[1] : 0;

  MetricResult result;
  result.name = "BLEU";
  result.score = penalty * geometric_mean(precisions);
  result.details = {{"precisions", precisions.values},
                    {"bp", penalty},
                    {"ratio", ratio},
                    {"hyp_len", hypothesis_length},
                    {"ref_len", reference_length},
                    {"counts", matches},
                    {"totals", totals}};
  result.summary =
      fmt::format("{:.1f} (BP = {:.3f} ratio = {:.3f} hyp_len = {} ref_len = {})",
                  fmt::join(precisions.values, "/"), penalty, ratio, hypothesis_length, reference_length);
  return result;
}

std::string Bleu::settings() const {
  std::string smoothing(name_of(options_.smoothing));
  if (default_smoothing_value(options_.smoothing) > 0) smoothing += fmt::format("[{:.2f}]", smoothing_value_);
  return fmt::format("case:{}|eff:{}|tok:{}|smooth:{}", options_.lowercase ? "lc" : "mixed",
                     options_.effective_order ? "yes" : "no", name_of(options_.tokenizer), smoothing);
}

}  // namespace attend
