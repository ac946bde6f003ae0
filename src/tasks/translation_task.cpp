#include "attend/tasks/translation_task.h"

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
      lengths_(ExampleLengths::of(data_.train.store)) {
  model_.network->to(device);
}

const BatchPlan& TranslationTask::plan(uint64_t seed, int64_t epoch) {
  if (planned_.epoch != epoch || planned_.seed != seed) {
    const BatchLimits limits{.batch_tokens = config_.training.batch_tokens};
    planned_ = {seed, epoch, plan_by_length(lengths_, limits, seed, epoch)};
  }
  return planned_.batches;
}

int64_t TranslationTask::batch_count(uint64_t seed, int64_t epoch) {
  return static_cast<int64_t>(plan(seed, epoch).size());
}

std::unique_ptr<BatchStream> TranslationTask::batches(uint64_t seed, int64_t epoch, int64_t first) {
  return translation_batches(data_.train.store, plan(seed, epoch), first,
                             translation_vocabulary(*model_.tokenizers), device_);
}

LossSum TranslationTask::loss(const Batch& batch, Context& context) {
  return translation_loss(*model_.network, static_cast<const TranslationBatch&>(batch),
                          config_.training.label_smoothing, context);
}

Scores TranslationTask::evaluate() {
  Scores scores;
  if (!data_.validation) return scores;
  const auto loss = score_loss(model_, data_.validation->store, config_.training.batch_tokens, device_);
  scores["loss"] = loss.per_token();
  scores["perplexity"] = loss.perplexity();
  if (config_.validation.metrics.empty()) return scores;
  const Translator translator(model_, config_.decoding, device_);
  for (const auto& result :
       score_translations(translator, data_.validation_text, config_.validation.metrics).metrics) {
    scores[result.first] = result.second.score;
  }
  return scores;
}

bool TranslationTask::larger_is_better(const std::string& metric) const {
  if (metric == "loss" || metric == "perplexity") return false;
  return make_metric(metric)->larger_is_better();
}

uint64_t TranslationTask::data_fingerprint() const { return data_.train.store.content_hash(); }

void TranslationTask::save(const std::filesystem::path& folder) const {
  save_translation_model(model_, folder);
  write_generation_config(folder, config_.decoding, translation_vocabulary(*model_.tokenizers),
                          model_.network->max_length());
}

}  // namespace attend
