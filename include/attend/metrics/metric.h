#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "attend/core/json.h"

namespace attend {

/// The sacreBLEU release whose numbers and signatures are reproduced.
inline constexpr std::string_view sacrebleu_version = "2.6.0";

/// The value of a metric over one or more sentences.
struct MetricResult {
  std::string name;       ///< "BLEU", "chrF2", "chrF2++", "TER"
  double score = 0;       ///< in percent; TER can be over 100
  std::string signature;  ///< what the score depends on: "nrefs:1|case:mixed|...|version:2.6.0"
  Json details;           ///< what the score is made of: precisions, brevity penalty, lengths, ...
  std::string summary;    ///< the details as sacreBLEU prints them behind the score; only BLEU has them
};

/// The line sacreBLEU prints: "BLEU|nrefs:1|... = 38.20 65.1/... (BP = ...)".
std::string format_result(const MetricResult& result, int decimals = 2);

/// A metric of generated text against references, as in sacreBLEU: every sentence gives a row of statistics,
/// the score is a function of the rows' sum. So any sample of sentences is scored, as a bootstrap needs it,
/// by `result` of the sum of its rows, and a single sentence by `result(statistics(i))`.
class Metric {
 public:
  virtual ~Metric() = default;

  /// Adds a sentence. Both sides are UTF-8, may be empty, and are tokenised here. Throws Error where there is
  /// no reference and for ill-formed UTF-8.
  void add(std::string_view hypothesis, const std::vector<std::string_view>& references);
  /// The score over everything added. Throws Error where nothing was.
  MetricResult value() const;
  /// As sacreBLEU writes it; the number of references is "var" where sentences differ in it. Throws Error
  /// before the first `add`, when it is not known.
  std::string signature() const;
  /// Forgets what was added.
  void reset();

  /// Number of sentences added.
  size_t size() const { return reference_counts_.size(); }
  /// The row of a sentence, counted from 0.
  std::span<const double> statistics(size_t sentence) const;
  /// The score that belongs to a sum of rows.
  MetricResult result(std::span<const double> statistics) const;

  virtual bool larger_is_better() const { return true; }

 protected:
  /// The row of one sentence, of the same length for all.
  virtual std::vector<double> sentence_statistics(const std::u32string& hypothesis,
                                                  const std::vector<std::u32string>& references) const = 0;
  /// The result without its signature.
  virtual MetricResult compute(std::span<const double> statistics) const = 0;
  /// The signature's fields between the number of references and the version.
  virtual std::string settings() const = 0;

 private:
  std::vector<double> rows_;  // one after the other
  std::vector<size_t> reference_counts_;
};

/// Scores a corpus with `metric`, which is reset first and keeps the statistics. `references[r][i]` is
/// reference r of sentence i. Throws Error where a list of references is not as long as `hypotheses`.
MetricResult score_corpus(Metric& metric, const std::vector<std::string>& hypotheses,
                          const std::vector<std::vector<std::string>>& references);

}  // namespace attend
