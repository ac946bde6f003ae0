#pragma once

#include <cstdint>
#include <string>
#include <utility>
#include <vector>

#include "attend/core/json.h"
#include "attend/data/corpus_statistics.h"
#include "attend/reporting/run_log.h"

namespace attend {

/// A sentence that the model translated.
struct SampleTranslation {
  std::string source;
  std::string reference;
  std::string translation;
  std::string picture = {};  ///< PNG of its attention; may be empty
};

/// Sentence pairs that the run used.
struct CorpusPart {
  std::string name;  ///< "training data"
  int64_t pairs = 0;
  CorpusSide source, target;
};

/// What is to be said of a run.
struct RunReport {
  std::string name;
  Json config;    ///< resolved
  Json defaults;  ///< of the same keys
  RunLog log;
  std::vector<std::pair<std::string, std::string>> environment;  ///< names and values
  std::vector<CorpusPart> corpora;
  std::vector<SampleTranslation> samples;
  std::vector<std::string> notes;  ///< what is missing, and why
};

/// One HTML page that needs nothing else, neither a network nor scripts. All text is escaped.
std::string to_html(const RunReport& report);

}  // namespace attend
