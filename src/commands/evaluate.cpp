#include "attend/commands/command.h"
#include "attend/commands/common_options.h"
#include "attend/commands/decoding_flags.h"
#include "attend/commands/run_paths.h"
#include "attend/core/error.h"
#include "attend/core/standard_streams.h"
#include "attend/decoding/generation_config.h"
#include "attend/tasks/factory.h"
#include "attend/tasks/translation_scores.h"

namespace attend {
namespace {

struct EvaluateOptions {
  std::filesystem::path run;
  ParallelFiles files;
  std::vector<std::string> metrics = {"bleu", "chrf"};
  int64_t batch_tokens = 4096;
  DecodingFlags decoding;
  std::shared_ptr<CommonOptions> common;
};

bool is_run(const std::filesystem::path& folder) { return std::filesystem::exists(folder / "best"); }

// The configuration of the run whose validation data is to be scored; nothing where the command line names
// files.
std::optional<TranslationConfig> run_config(const EvaluateOptions& options) {
  if (!options.files.paths().empty()) return std::nullopt;
  if (is_run(options.run)) {
    const auto config = load_config(options.run / "config.json", {});
    const auto& translation = require_translation(config, options.run, "evaluating");
    if (translation.data.validation) return translation;
  }
  throw UsageError({.operation = "evaluating",
                    .where = options.run.string(),
                    .found = "no validation data in a run's configuration",
                    .expected = "--source FILE and --reference FILE, or --data FILE"});
}

Json scores_json(const CorpusLoss& loss, const TranslationScores& scores, size_t sentences) {
  Json metrics = Json::object();
  for (const auto& [name, result] : scores.metrics) {
    metrics[name] = {{"score", result.score}, {"signature", result.signature}};
  }
  return {{"loss", loss.per_token()},
          {"perplexity", loss.perplexity()},
          {"metrics", std::move(metrics)},
          {"sentences", sentences},
          {"reference_tokens", loss.tokens},
          {"generated_tokens", scores.target_tokens},
          {"seconds", scores.seconds},
          {"tokens_per_second", static_cast<double>(scores.target_tokens) / scores.seconds}};
}

// What the run's validations have beside the metrics of texts: those of the lectures.
Json lecture_scores(const TranslationConfig& config, const CorpusLoss& loss, const Translator& translator) {
  Json scores = Json::object();
  const auto max_length = static_cast<double>(config.data.max_length);
  for (const auto& name : config.validation.metrics) {
    if (name == probe_bleu_name) scores[name] = {{"score", score_probes(translator, config.probes)}};
    if (name == lecture_loss_name) scores[name] = {{"score", loss.per_token() / max_length}};
  }
  return scores;
}

// A run of another task is scored as in its own validations.
std::optional<TaskConfig> config_of_other_task(const EvaluateOptions& options) {
  if (!is_run(options.run) || !options.files.paths().empty()) return std::nullopt;
  auto config = load_config(options.run / "config.json", {});
  if (std::holds_alternative<TranslationConfig>(config)) return std::nullopt;
  return config;
}

int evaluate(const EvaluateOptions& options) {
  const auto device = apply(*options.common);
  const auto folder = find_model_folder(options.run);
  if (const auto other = config_of_other_task(options)) {
    write_standard_output(Json(open_task(*other, folder, device)->evaluate()).dump(2) + "\n");
    return 0;
  }
  const auto config = run_config(options);
  const auto files = config ? *config->data.validation : options.files;
  const auto decoding = options.decoding.over(read_generation_config(folder));
  auto model = open_translation_model(folder);
  model.network->to(device);

  const auto lengths = lengths_for_scoring(model.network->max_length());
  const auto tokens = load_parallel_tokens(files, *model.tokenizers, lengths, TokenCache());
  const auto loss =
      score_loss(model, tokens.store, std::max(options.batch_tokens, lengths.max_length), device);
  const auto text = read_parallel_text(files);
  const Translator translator(model, decoding, device);
  auto result = scores_json(loss, score_translations(translator, text, options.metrics), text.source.size());
  if (config) result["metrics"].update(lecture_scores(*config, loss, translator));
  write_standard_output(result.dump(2) + "\n");
  return 0;
}

}  // namespace

void add_evaluate_command(CLI::App& app, Action& action) {
  auto options = std::make_shared<EvaluateOptions>();
  auto* command =
      app.add_subcommand("evaluate", "Score a model on sentence pairs: loss, perplexity, metrics");
  command->add_option("run", options->run, "Run folder (its best checkpoint) or model folder")->required();
  auto* source = command->add_option("--source", options->files.source,
                                     "Source sentences; default: the run's validation data");
  auto* reference =
      command->add_option("--reference", options->files.target, "Their translations")->needs(source);
  source->needs(reference);
  command->add_option("--data", options->files.tsv, "Tab-separated pairs instead")->excludes(source);
  command->add_option("--metrics", options->metrics, "Of bleu, chrf, chrf++, ter")
      ->delimiter(',')
      ->capture_default_str();
  command->add_option("--batch-tokens", options->batch_tokens, "Tokens in a batch for the loss")
      ->capture_default_str()
      ->check(CLI::Range(1, 1 << 24));
  options->decoding.add_to(*command);
  options->common = add_common_options(*command);
  command->callback([options, &action] { action = [options] { return evaluate(*options); }; });
}

}  // namespace attend
