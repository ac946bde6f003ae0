#include "attend/tasks/translation_scores.h"

#include <cmath>

#include "attend/core/clock.h"
#include "attend/core/log.h"
#include "attend/metrics/lecture_bleu.h"
#include "attend/metrics/metric_factory.h"
#include "attend/tasks/translation_batches.h"

namespace attend {

double CorpusLoss::per_token() const { return nll / static_cast<double>(tokens); }

double CorpusLoss::perplexity() const { return std::exp(per_token()); }

CorpusLoss score_loss(const TranslationModel& model, const TokenStore& store, int64_t batch_tokens,
                      torch::Device device) {
  c10::InferenceMode inference;
  auto context = Context::inference();
  const auto plan = plan_sorted(ExampleLengths::of(store), {.batch_tokens = batch_tokens});
  const auto batches = translation_batches(store, plan, 0, translation_vocabulary(*model.tokenizers), device);
  CorpusLoss total;
  auto nll = torch::zeros({}, torch::TensorOptions(device).dtype(torch::kDouble));
  while (const auto batch = batches->next()) {
    const auto loss =
        translation_loss(*model.network, static_cast<const TranslationBatch&>(*batch), 0.0, context);
    nll += loss.nll;
    total.tokens += loss.count;
  }
  total.nll = nll.item<double>();
  return total;
}

TranslationScores score_translations(const Translator& translator, const ParallelText& text,
                                     const std::vector<std::string>& metrics) {
  std::vector<std::unique_ptr<Metric>> scorers;  // made first: an unknown name must not cost a translation
  for (const auto& name : metrics) scorers.push_back(make_metric(name));
  const auto begin = Clock::now();
  auto translations = translator.translate(text.source);
  TranslationScores scores;
  scores.seconds = seconds_since(begin);
  for (auto& translation : translations) {
    if (!translation.hypotheses.empty()) scores.target_tokens += translation.hypotheses.front().length();
    scores.hypotheses.push_back(std::move(translation.text));
  }
  for (size_t i = 0; i < metrics.size(); ++i) {
    scores.metrics.emplace_back(metrics[i], score_corpus(*scorers[i], scores.hypotheses, {text.target}));
  }
  return scores;
}

double score_probes(const Translator& translator, const std::vector<Probe>& probes) {
  std::vector<std::string> sources;
  for (const auto& probe : probes) sources.push_back(probe.source);
  const auto translations = translator.translate(sources);
  double sum = 0;
  for (size_t i = 0; i < probes.size(); ++i) {
    const auto& text = translations[i].text;
    const double score = lecture_bleu(text, probes[i].reference);
    log_info("probe \"" + probes[i].source + "\": \"" + text + "\", BLEU " + std::to_string(score));
    sum += score;
  }
  return sum / static_cast<double>(probes.size());
}

}  // namespace attend
