#pragma once

#include "attend/metrics/metric.h"

namespace attend {

struct TerOptions {
  bool case_sensitive = false;
  bool normalized = false;      ///< unescape entities and separate punctuation
  bool no_punctuation = false;  ///< remove . , ? : ; ! " ( )
  bool asian_support =
      false;  ///< in the two steps above, treat Chinese and Japanese characters and marks too
};

/// The words of `text` as tercom's Normalizer cuts them, with single spaces between them.
std::u32string tokenize_tercom(const TerOptions& options, std::u32string_view text);

/// Translation edit rate: edits (see translation_edits.h) a reference word, in percent; smaller is better. Of
/// several references the edits are those of the closest one and the length is their mean. A sentence's row
/// is [edits, length]. Details: edits, ref_length.
class Ter : public Metric {
 public:
  explicit Ter(TerOptions options = {}) : options_(options) {}

  bool larger_is_better() const override { return false; }

 protected:
  std::vector<double> sentence_statistics(const std::u32string& hypothesis,
                                          const std::vector<std::u32string>& references) const override;
  MetricResult compute(std::span<const double> statistics) const override;
  std::string settings() const override;

 private:
  TerOptions options_;
};

}  // namespace attend
