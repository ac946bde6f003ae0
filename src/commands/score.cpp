#include <memory>
#include <optional>
#include <utility>

#include "attend/commands/command.h"
#include "attend/commands/common_options.h"
#include "attend/core/error.h"
#include "attend/core/standard_streams.h"
#include "attend/data/line_reader.h"
#include "attend/metrics/metric_factory.h"

namespace attend {
namespace {

struct ScoreOptions {
  std::filesystem::path hypotheses;
  std::vector<std::filesystem::path> references;
  std::vector<std::string> metrics = {"bleu", "chrf"};
  std::string tokenizer = std::string(name_of(BleuOptions().tokenizer));
  std::string smoothing = std::string(name_of(BleuOptions().smoothing));
  std::optional<double> smoothing_value;
  bool lowercase = false;
  std::shared_ptr<CommonOptions> common;
};

std::vector<std::pair<std::string, std::unique_ptr<Metric>>> make_metrics(const ScoreOptions& options) {
  MetricOptions metric;
  metric.bleu.tokenizer = parse_bleu_tokenizer(options.tokenizer);
  metric.bleu.smoothing = parse_bleu_smoothing(options.smoothing);
  metric.bleu.smoothing_value = options.smoothing_value;
  metric.bleu.lowercase = metric.chrf.lowercase = options.lowercase;
  std::vector<std::pair<std::string, std::unique_ptr<Metric>>> metrics;
  for (const auto& name : options.metrics) metrics.emplace_back(name, make_metric(name, metric));
  return metrics;
}

int score(const ScoreOptions& options) {
  apply(*options.common);
  const auto metrics = make_metrics(options);
  const auto hypotheses = read_lines(options.hypotheses);
  std::vector<std::vector<std::string>> references;
  for (const auto& path : options.references) {
    references.push_back(read_lines(path));
    if (references.back().size() == hypotheses.size()) continue;
    throw Error({.operation = "scoring",
                 .where = path.string(),
                 .found = std::to_string(references.back().size()) + " lines",
                 .expected = std::to_string(hypotheses.size()) + ", as in " + options.hypotheses.string()});
  }
  Json scores = Json::object();
  for (const auto& [name, metric] : metrics) {
    const auto result = score_corpus(*metric, hypotheses, references);
    scores[name] = {
        {"score", result.score}, {"signature", result.signature}, {"text", format_result(result)}};
    scores[name].update(result.details);
  }
  write_standard_output(scores.dump(2) + "\n");
  return 0;
}

}  // namespace

void add_score_command(CLI::App& app, Action& action) {
  auto options = std::make_shared<ScoreOptions>();
  auto* command =
      app.add_subcommand("score", "Score translations in a file against references, as sacreBLEU does");
  command->add_option("--hypotheses", options->hypotheses, "Translations, one a line")->required();
  command
      ->add_option("--references", options->references,
                   "References, one a line; several files: several a line")
      ->required();
  command->add_option("--metrics", options->metrics, "Of bleu, chrf, chrf++, ter")->delimiter(',');
  command->add_option("--tokenize", options->tokenizer,
                      "How BLEU finds words: 13a (default), intl, char, none");
  command->add_option("--smooth-method", options->smoothing,
                      "What BLEU does about an order without a match: exp (default), floor, add-k, none");
  command->add_option("--smooth-value", options->smoothing_value,
                      "For floor (default 0.1) and add-k (default 1)");
  command->add_flag("--lowercase", options->lowercase,
                    "Compare without case in BLEU, chrF and chrF++; TER always does");
  options->common = add_common_options(*command);
  command->callback([options, &action] { action = [options] { return score(*options); }; });
}

}  // namespace attend
