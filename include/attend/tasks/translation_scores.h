#pragma once

#include <string>
#include <utility>
#include <vector>

#include "attend/data/token_store.h"
#include "attend/decoding/translator.h"
#include "attend/metrics/metric.h"
#include "attend/tasks/translation_data.h"

namespace attend {

/// How well a model foresees a text's tokens.
struct CorpusLoss {
  double nll = 0;  ///< negative log-likelihood, summed
  int64_t tokens = 0;

  double per_token() const;
  double perplexity() const;
};

/// Over all pairs of `store`, without label smoothing.
CorpusLoss score_loss(const TranslationModel& model, const TokenStore& store, int64_t batch_tokens,
                      torch::Device device);

/// The translations of a text's sources, and the metrics of them against its targets.
struct TranslationScores {
  std::vector<std::string> hypotheses;
  std::vector<std::pair<std::string, MetricResult>> metrics;  ///< by the names asked for
  int64_t target_tokens = 0;                                  ///< generated, end symbols counted
  double seconds = 0;                                         ///< of translating alone
};

TranslationScores score_translations(const Translator& translator, const ParallelText& text,
                                     const std::vector<std::string>& metrics);

/// Translates the probes, logs what came out, and gives the mean of the lectures' BLEU of the translations.
double score_probes(const Translator& translator, const std::vector<Probe>& probes);

}  // namespace attend
