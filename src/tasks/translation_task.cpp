#include "attend/tasks/translation_task.h"

#include <algorithm>
#include <utility>

#include "attend/decoding/generation_config.h"
#include "attend/metrics/metric_factory.h"
#include "attend/tasks/translation_batches.h"
#include "attend/tasks/translation_scores.h"

namespace attend {

TranslationTask::TranslationTask(const TranslationConfig& config, TranslationData data,
                                 TranslationModel model, torch::Device device)
    : config_(config),
      data_(std::move(data)),
      model_(std::move(model)),
      device_(device),
      planner_(ExampleLengths::of(data_.train.store), config.training) {
  model_.network->to(device);
}

int64_t TranslationTask::batch_count(uint64_t seed, int64_t epoch) {
  return static_cast<int64_t>(planner_.plan(seed, epoch).size());
}

int64_t TranslationTask::largest_batch(uint64_t seed, int64_t epoch) {
  return planner_.largest_batch(seed, epoch, [&](int64_t rows, int64_t source, int64_t target) {
    return model_.network->activations({rows, source, target});
  });
}

std::unique_ptr<BatchStream> TranslationTask::batches(uint64_t seed, int64_t epoch, int64_t first) {
  return translation_batches(data_.train.store, planner_.plan(seed, epoch), first,
                             translation_vocabulary(*model_.tokenizers), device_);
}

LossSum TranslationTask::loss(const Batch& batch, Context& context) {
  return translation_loss(*model_.network, static_cast<const TranslationBatch&>(batch),
                          config_.training.label_smoothing, context);
}

double TranslationTask::activations(const Batch& batch) const {
  const auto& pairs = static_cast<const TranslationBatch&>(batch);
  return model_.network->activations({pairs.source.size(0), pairs.source.size(1), pairs.targets.size(1)});
}

Scores TranslationTask::evaluate() {
  Scores scores;
  if (data_.validation) add_losses(scores);
  // The losses are of the weights as they are; translations may be of rounded ones.
  const auto metrics = text_metrics();
  const bool probes = has_metric(probe_bleu_name);
  if (metrics.empty() && !probes) return scores;
  const Translator translator(model_, config_.decoding, device_);
  if (!metrics.empty()) {
    for (const auto& [name, result] : score_translations(translator, data_.validation_text, metrics).metrics)
      scores[name] = result.score;
  }
  if (probes) scores[probe_bleu_name] = score_probes(translator, config_.probes);
  return scores;
}

void TranslationTask::add_losses(Scores& scores) const {
  const auto batch_tokens = std::max(config_.training.batch_tokens, model_.network->max_length());
  const auto loss = score_loss(model_, data_.validation->store, batch_tokens, device_);
  scores["loss"] = loss.per_token();
  scores["perplexity"] = loss.perplexity();
  if (has_metric(lecture_loss_name))
    scores[lecture_loss_name] = loss.per_token() / static_cast<double>(config_.data.max_length);
}

bool TranslationTask::has_metric(std::string_view name) const {
  const auto& metrics = config_.validation.metrics;
  return std::ranges::find(metrics, name) != metrics.end();
}

std::vector<std::string> TranslationTask::text_metrics() const {
  if (!data_.validation) return {};
  auto metrics = config_.validation.metrics;
  std::erase(metrics, probe_bleu_name);
  std::erase(metrics, lecture_loss_name);
  return metrics;
}

bool TranslationTask::larger_is_better(const std::string& metric) const {
  if (metric == probe_bleu_name) return true;
  if (metric == "loss" || metric == "perplexity" || metric == lecture_loss_name) return false;
  return make_metric(metric)->larger_is_better();
}

uint64_t TranslationTask::data_fingerprint() const { return data_.train.store.content_hash(); }

void TranslationTask::save(const std::filesystem::path& folder) const {
  save_translation_model(model_, folder);
  write_generation_config(folder, config_.decoding, translation_vocabulary(*model_.tokenizers),
                          model_.network->max_length());
}

}  // namespace attend
