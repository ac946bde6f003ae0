#include "attend/commands/command.h"
#include "attend/commands/common_options.h"
#include "attend/commands/decoding_flags.h"
#include "attend/commands/run_paths.h"
#include "attend/core/error.h"
#include "attend/core/standard_streams.h"
#include "attend/core/strings.h"
#include "attend/decoding/generation_config.h"
#include "attend/io/model_folder.h"
#include "attend/metrics/metric_factory.h"
#include "attend/models/bert_config.h"
#include "attend/tasks/config.h"
#include "attend/tasks/evaluation.h"
#include "attend/tasks/translation_scores.h"

namespace attend {
namespace {

constexpr const char* evaluating = "evaluating";

struct EvaluateOptions {
  std::filesystem::path run;
  ParallelFiles files;
  std::optional<std::vector<std::string>> metrics;  // absent: bleu and chrf
  std::optional<int64_t> batch_tokens;              // absent: 4096
  DecodingFlags decoding;
  std::vector<std::string> overrides;
  std::shared_ptr<CommonOptions> common;
};

// The configuration of the run whose validation data is to be scored; nothing where the command line names
// files.
std::optional<TranslationConfig> run_config(const EvaluateOptions& options) {
  if (!options.files.paths().empty()) {
    if (options.overrides.empty()) return std::nullopt;
    throw UsageError({.operation = evaluating,
                      .where = "--set " + options.overrides.front(),
                      .found = "files on the command line, with which no configuration is read",
                      .expected = "the run's validation data, where --set changes a key"});
  }
  if (is_trained_run(options.run)) {
    const auto loaded = load_config(options.run / "config.json", options.overrides, DataParts::validation);
    const auto& config = require_translation(loaded, options.run, evaluating);
    if (config.data.validation) return config;
  }
  throw UsageError({.operation = evaluating,
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

// With the files of the command line in place of the run's validation data.
std::vector<std::string> overrides(const EvaluateOptions& options, const std::filesystem::path& folder) {
  auto overrides = options.overrides;
  overrides.push_back("model.from=" + folder.string());  // the weights it began with may be gone
  if (options.files.tsv.empty()) return overrides;
  Json files = Json::array();
  for (const auto& file : options.files.tsv) files.push_back(std::filesystem::absolute(file).string());
  const bool of_text = std::holds_alternative<MaskedLmConfig>(read_run_config(options.run / "config.json"));
  const std::string part = "data.validation";
  overrides.push_back(part + (of_text ? "=" : ".files=") + files.dump());
  if (!of_text) overrides.insert(overrides.end(), {part + ".skip=0", part + ".limit=0"});
  return overrides;
}

// A model of another task than translation: its configuration says how the data is to be read.
int evaluate_fine_tuned(const EvaluateOptions& options, const std::filesystem::path& folder,
                        torch::Device device) {
  if (!options.files.source.empty()) {
    throw UsageError({.operation = evaluating,
                      .where = "--source and --reference",
                      .found = "a model that does not translate",
                      .expected = "--data FILE, with rows like those of its run"});
  }
  if (options.metrics || options.batch_tokens || !options.decoding.empty()) {
    throw UsageError({.operation = evaluating,
                      .where = "--metrics, --batch-tokens and flags of the search",
                      .found = "a model that does not translate",
                      .expected = "none of them: every metric of the task is printed"});
  }
  if (!is_trained_run(options.run)) {
    throw UsageError({.operation = evaluating,
                      .where = options.run.string(),
                      .found = "a model folder",
                      .expected = "a run folder, whose configuration says how the data is read"});
  }
  const auto config =
      load_config(options.run / "config.json", overrides(options, folder), DataParts::validation);
  const auto evaluation = evaluate_model(config, folder, device);
  Json result(evaluation.scores);
  for (const auto& [label, scores] : evaluation.labels)
    result["labels"][label] = {{"precision", scores.precision}, {"recall", scores.recall}, {"f1", scores.f1}};
  write_standard_output(result.dump(2) + "\n");
  return 0;
}

int evaluate_translation(const EvaluateOptions& options, const std::filesystem::path& folder,
                         torch::Device device) {
  const auto config = run_config(options);
  const auto files = config ? *config->data.validation : options.files;
  const auto decoding = options.decoding.over(read_generation_config(folder));
  const auto model = open_translation_model(folder);
  model.network->to(device);

  const auto lengths = lengths_for_scoring(model.network->max_length());
  const auto tokens = load_parallel_tokens(files, *model.tokenizers, lengths,
                                           TokenCache(config ? config->data.cache : std::filesystem::path()));
  const auto loss = score_loss(model, tokens.store,
                               std::max(options.batch_tokens.value_or(4096), lengths.max_length), device);
  const auto text = read_parallel_text(files);
  const Translator translator(model, decoding, device);
  const auto metrics = options.metrics.value_or(std::vector<std::string>{"bleu", "chrf"});
  auto result = scores_json(loss, score_translations(translator, text, metrics), text.source.size());
  if (config) result["metrics"].update(lecture_scores(*config, loss, translator));
  write_standard_output(result.dump(2) + "\n");
  return 0;
}

int evaluate(const EvaluateOptions& options) {
  const auto device = apply(*options.common);
  const auto folder = find_model_folder(options.run);
  const auto type = read_model_config(folder)["model_type"].get<std::string>();
  const auto score = is_bert(type) ? evaluate_fine_tuned : evaluate_translation;
  return score(options, folder, device);
}

}  // namespace

void add_evaluate_command(CLI::App& app, Action& action) {
  auto options = std::make_shared<EvaluateOptions>();
  auto* command = app.add_subcommand("evaluate", "Score a model on the data of its run, or other data");
  command->add_option("run", options->run, "Run folder (its best checkpoint) or model folder")->required();
  auto* source = command->add_option("--source", options->files.source,
                                     "Source sentences; default: the run's validation data");
  auto* reference =
      command->add_option("--reference", options->files.target, "Their translations")->needs(source);
  source->needs(reference);
  command
      ->add_option("--data", options->files.tsv,
                   "Instead: tab-separated pairs; of a BERT, files like those of its run")
      ->excludes(source);
  add_set_option(*command, options->overrides,
                 "Change a key of the run's configuration, such as data.validation.files=FILE");
  command
      ->add_option("--metrics", options->metrics, "Of " + join(metric_names(), ", ") + "; default: bleu,chrf")
      ->delimiter(',');
  command
      ->add_option("--batch-tokens", options->batch_tokens, "Tokens in a batch for the loss; default: 4096")
      ->check(CLI::Range(1, 1 << 24));
  options->decoding.add_to(*command);
  options->common = add_common_options(*command);
  command->callback([options, &action] { action = [options] { return evaluate(*options); }; });
}

}  // namespace attend
