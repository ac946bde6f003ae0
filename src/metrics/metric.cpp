#include "attend/metrics/metric.h"

#include <algorithm>

#include <fmt/format.h>

#include "attend/core/error.h"
#include "attend/metrics/unicode_text.h"

namespace attend {

std::string format_result(const MetricResult& result, int decimals) {
  const std::string_view space = result.summary.empty() ? "" : " ";
  return fmt::format("{}|{} = {:.{}f}{}{}", result.name, result.signature, result.score, decimals, space,
                     result.summary);
}

void Metric::add(std::string_view hypothesis, const std::vector<std::string_view>& references) {
  const std::string sentence = fmt::format("sentence {}", size() + 1);
  if (references.empty()) {
    throw Error(
        {.operation = "scoring", .where = sentence, .found = "no reference", .expected = "one or more"});
  }
  std::vector<std::u32string> decoded;
  for (const auto reference : references)
    decoded.push_back(decode_utf8(reference, "reference of " + sentence));
  const auto row = sentence_statistics(decode_utf8(hypothesis, "hypothesis of " + sentence), decoded);
  rows_.insert(rows_.end(), row.begin(), row.end());
  reference_counts_.push_back(references.size());
}

MetricResult Metric::value() const {
  if (size() == 0) {
    throw Error({.operation = "scoring", .found = "no sentences", .expected = "one or more"});
  }
  std::vector<double> sum(rows_.size() / size(), 0.0);
  for (size_t i = 0; i < rows_.size(); ++i) sum[i % sum.size()] += rows_[i];
  return result(sum);
}

std::string Metric::signature() const {
  if (size() == 0) {
    throw Error({.operation = "writing a metric's signature",
                 .found = "no sentences, so that the number of references is not known",
                 .expected = "one or more"});
  }
  const size_t count = reference_counts_.front();
  const bool equal = std::all_of(reference_counts_.begin(), reference_counts_.end(),
                                 [count](size_t other) { return other == count; });
  return fmt::format("nrefs:{}|{}|version:{}", equal ? std::to_string(count) : "var", settings(),
                     sacrebleu_version);
}

void Metric::reset() {
  rows_.clear();
  reference_counts_.clear();
}

std::span<const double> Metric::statistics(size_t sentence) const {
  if (sentence >= size()) {
    throw Error({.operation = "reading a sentence's statistics",
                 .found = fmt::format("sentence {}", sentence),
                 .expected = fmt::format("a number below {}", size())});
  }
  const size_t width = rows_.size() / size();
  return std::span(rows_).subspan(sentence * width, width);
}

MetricResult Metric::result(std::span<const double> statistics) const {
  MetricResult result = compute(statistics);
  result.signature = signature();
  return result;
}

MetricResult score_corpus(Metric& metric, const std::vector<std::string>& hypotheses,
                          const std::vector<std::vector<std::string>>& references) {
  metric.reset();
  for (const auto& list : references) {
    if (list.size() == hypotheses.size()) continue;
    throw Error({.operation = "scoring a corpus",
                 .found = fmt::format("{} references", list.size()),
                 .expected = fmt::format("{}, one for each hypothesis", hypotheses.size())});
  }
  std::vector<std::string_view> of_sentence(references.size());
  for (size_t i = 0; i < hypotheses.size(); ++i) {
    for (size_t r = 0; r < references.size(); ++r) of_sentence[r] = references[r][i];
    metric.add(hypotheses[i], of_sentence);
  }
  return metric.value();
}

}  // namespace attend
