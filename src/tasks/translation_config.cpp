#include "attend/tasks/translation_config.h"

#include <algorithm>

#include "attend/config/load.h"
#include "attend/decoding/schema.h"
#include "attend/metrics/metric_factory.h"
#include "attend/tasks/pretrained_shape.h"
#include "attend/training/schema.h"

namespace attend {
namespace {

std::vector<std::string> validation_metrics() {
  auto names = metric_names();
  for (const auto* own : {probe_bleu_name, lecture_loss_name}) names.emplace_back(own);
  return names;
}

void check_lengths(const TranslationConfig& config, Problems& problems) {
  const auto bound = length_bound(model_options(config.model));
  if (config.data.max_length > bound.length) {
    problems.add("data.max_length", std::to_string(config.data.max_length),
                 "at most model." + bound.key + ", " + std::to_string(bound.length));
  }
  if (config.data.max_length > config.training.batch_tokens) {
    problems.add("training.batch_tokens", std::to_string(config.training.batch_tokens),
                 "at least data.max_length, " + std::to_string(config.data.max_length) +
                     ": a batch must hold the longest sentence");
  }
}

void check_probes(const TranslationConfig& config, Problems& problems) {
  const auto& metrics = config.validation.metrics;
  const bool scored = std::ranges::find(metrics, probe_bleu_name) != metrics.end();
  if (scored && config.probes.empty()) {
    problems.add("validation.metrics", std::string(probe_bleu_name) + ", without probes",
                 "sentences and their translations under \"probes\"");
  }
  if (!scored && !config.probes.empty()) {
    problems.add("probes", "sentences that nothing asks for",
                 std::string(probe_bleu_name) + " among validation.metrics");
  }
}

// Without validation data there are no scores but that of the probes.
void check_scores(const TranslationConfig& config, Problems& problems) {
  if (config.data.validation) return;
  const auto& validation = config.validation;
  const std::string probes = probe_bleu_name, without = ", without data.validation";
  for (const auto& name : validation.metrics)
    if (name != probes)
      problems.add("validation.metrics", name + without, "validation data, or " + probes,
                   "without scores: --set validation.metrics=[]");
  if (!config.probes.empty() && validation.best != probes)
    problems.add("validation.best", validation.best + without, "validation data, or " + probes);
  if (config.probes.empty() && validation.patience > 0)
    problems.add("validation.patience", std::to_string(validation.patience) + without, "validation data");
}

Schema<Probe> probe_schema() {
  return Schema<Probe>(
             "Sentences to translate at each validation, for the metric probe_bleu: the mean of the "
             "lectures' BLEU.")
      .field("source", &Probe::source, "The sentence.", non_empty())
      .field("reference", &Probe::reference, "Its translation, as the target's tokenizer writes it.",
             non_empty());
}

bool one_vocabulary(const TokenizerOptions& options) {
  if (const auto* words = std::get_if<WordOptions>(&options)) return words->shared;
  return true;  // SentencePiece sides are numbered in one table
}

void check_tied(const TranslationConfig& config, Problems& problems) {
  if (!needs_one_vocabulary(model_options(config.model)) || one_vocabulary(config.tokenizer)) return;
  problems.add("model.tied_embeddings", "\"all\" with a vocabulary for each side", "\"target\" or \"none\"",
               "or set tokenizer.shared to true");
}

}  // namespace

Schema<TranslationConfig> translation_schema() {
  using C = TranslationConfig;
  return Schema<C>("Sentences of one language into another.")
      .section("data", &C::data, parallel_data_schema())
      .section("tokenizer", &C::tokenizer, tokenizer_schema())
      .section("model", &C::model, translation_model_schema())
      .section("training", &C::training, training_schema())
      .section("validation", &C::validation, validation_schema(validation_metrics()))
      .section("probes", &C::probes, probe_schema())
      .section("checkpoints", &C::checkpoints, checkpoint_schema())
      .section("decoding", &C::decoding, decoding_schema())
      .check({"validation", "probes"}, check_probes)
      .check({"data", "validation", "probes"}, check_scores)
      .check({"data", "model", "training"},
             [](const C& config, Problems& problems) {
               // Of a folder's model the positions are known later.
               if (!pretrained(config.model)) check_lengths(config, problems);
             })
      .check({"tokenizer", "model"}, check_tied);
}

void resolve_model(TranslationConfig& config, const std::filesystem::path& folder, Problems& problems) {
  auto* transformer = std::get_if<ModelSection<TransformerOptions>>(&config.model);
  if (!transformer || !resolve_from(transformer->from, folder, problems)) return;
  const auto asked = config.model;
  static_cast<TransformerOptions&>(*transformer) = with_pretrained_shape(transformer->from, *transformer);
  const auto schema = translation_model_schema();
  if (problems.empty()) check_shape(write(schema, asked), write(schema, config.model), problems);
  if (problems.empty()) check_lengths(config, problems);  // now that the shape is known
}

}  // namespace attend
