#pragma once

#include <span>
#include <string>
#include <vector>

#include "attend/decoding/hypothesis.h"
#include "attend/decoding/options.h"
#include "attend/models/translation_model.h"

namespace attend {

/// One sentence, translated.
struct Translation {
  std::string text;                    ///< of the best hypothesis
  std::vector<Hypothesis> hypotheses;  ///< best first; empty for a sentence without tokens
  int64_t source_tokens = 0;           ///< the end symbol counted
  bool truncated = false;              ///< the source had more tokens than the model has positions
};

/// Lines to translations: encodes, sorts by length, batches sentences of equal length, searches, decodes. The
/// result for a line does not depend on the other lines.
class Translator {
 public:
  /// The model must outlive the translator, and be on `device`.
  Translator(const TranslationModel& model, const DecodingOptions& options, torch::Device device);

  /// One translation a line, in the order of the lines. A line without tokens gives an empty text.
  std::vector<Translation> translate(std::span<const std::string> lines) const;

 private:
  struct Source {
    std::vector<int64_t> ids;  // with the end symbol
    bool truncated = false;
  };

  Source encode(const std::string& line) const;
  torch::Tensor batch_of(std::span<const Source> sources, std::span<const size_t> rows) const;

  const TranslationModel& model_;
  DecodingOptions options_;
  torch::Device device_;
};

}  // namespace attend
