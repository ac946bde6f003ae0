#include <memory>
#include <optional>
#include <utility>

#include "attend/commands/command.h"
#include "attend/commands/common_options.h"
#include "attend/core/error.h"
#include "attend/core/names.h"
#include "attend/core/standard_streams.h"
#include "attend/core/strings.h"
#include "attend/data/line_reader.h"
#include "attend/metrics/metric_factory.h"
#include "attend/metrics/paired_bootstrap.h"

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
  std::filesystem::path baseline;
  int64_t samples = 1000;
  uint64_t seed = 12345;
  std::shared_ptr<CommonOptions> common;
};

std::vector<std::pair<std::string, std::unique_ptr<Metric>>> make_metrics(const ScoreOptions& options) {
  MetricOptions metric;
  metric.bleu.tokenizer = value_named<BleuTokenizer>(options.tokenizer, "choosing BLEU's tokenizer");
  metric.bleu.smoothing = value_named<BleuSmoothing>(options.smoothing, "choosing BLEU's smoothing");
  metric.bleu.smoothing_value = options.smoothing_value;
  metric.bleu.lowercase = metric.chrf.lowercase = options.lowercase;
  std::vector<std::pair<std::string, std::unique_ptr<Metric>>> metrics;
  for (const auto& name : options.metrics) metrics.emplace_back(name, make_metric(name, metric));
  return metrics;
}

// The lines of a file that has to go beside the hypotheses.
std::vector<std::string> read_beside(const std::filesystem::path& path, size_t lines,
                                     const std::filesystem::path& hypotheses) {
  auto read = read_lines(path);
  if (read.size() == lines) return read;
  throw Error({.operation = "scoring",
               .where = path.string(),
               .found = std::to_string(read.size()) + " lines",
               .expected = std::to_string(lines) + ", as in " + hypotheses.string()});
}

Json to_json(const MetricResult& result) {
  Json score = {{"score", result.score}, {"signature", result.signature}, {"text", format_result(result)}};
  score.update(result.details);
  return score;
}

Json to_json(const PairedBootstrap& comparison, double baseline_score) {
  const auto resampled = [](const ResampledScore& score) {
    return Json{{"mean", score.mean}, {"interval", score.interval}};
  };
  return {{"score", baseline_score},
          {"p_value", comparison.p_value},
          {"resampled", resampled(comparison.system)},
          {"baseline_resampled", resampled(comparison.baseline)}};
}

using References = std::vector<std::vector<std::string>>;

// Each metric of the hypotheses and, where there is a baseline, how much the two differ.
Json score_all(const ScoreOptions& options, const std::vector<std::string>& hypotheses,
               const References& references) {
  std::vector<std::string> baseline;
  if (!options.baseline.empty())
    baseline = read_beside(options.baseline, hypotheses.size(), options.hypotheses);
  const auto metrics = make_metrics(options), baseline_metrics = make_metrics(options);
  Json scores = Json::object();
  for (size_t i = 0; i < metrics.size(); ++i) {
    const auto& [name, metric] = metrics[i];
    scores[name] = to_json(score_corpus(*metric, hypotheses, references));
    if (options.baseline.empty()) continue;
    auto& other = *baseline_metrics[i].second;
    const auto result = score_corpus(other, baseline, references);
    scores[name]["baseline"] =
        to_json(paired_bootstrap(*metric, other, options.samples, options.seed), result.score);
  }
  return scores;
}

int score(const ScoreOptions& options) {
  apply(*options.common);
  const auto hypotheses = read_lines(options.hypotheses == "-" ? "/dev/stdin" : options.hypotheses);
  if (hypotheses.empty()) {
    throw Error({.operation = "scoring",
                 .where = options.hypotheses.string(),
                 .found = "an empty file",
                 .expected = "at least one line"});
  }
  References references;
  for (const auto& path : options.references)
    references.push_back(read_beside(path, hypotheses.size(), options.hypotheses));
  const auto scores = score_all(options, hypotheses, references);
  write_standard_output(scores.dump(2) + "\n");
  return 0;
}

}  // namespace

void add_score_command(CLI::App& app, Action& action) {
  auto options = std::make_shared<ScoreOptions>();
  auto* command =
      app.add_subcommand("score", "Score translations in a file against references, as sacreBLEU does");
  command->add_option("--hypotheses", options->hypotheses, "Translations, one per line; - is standard input")
      ->required();
  command
      ->add_option("--references", options->references,
                   "References, one per line; several files: several per line")
      ->required();
  command->add_option("--metrics", options->metrics, "Of " + join(metric_names(), ", "))
      ->delimiter(',')
      ->capture_default_str();
  command
      ->add_option("--tokenize", options->tokenizer,
                   "How BLEU finds words: " + join(names_of<BleuTokenizer>(), ", "))
      ->capture_default_str();
  command
      ->add_option("--smooth-method", options->smoothing,
                   "What BLEU does about an order without a match: " + join(names_of<BleuSmoothing>(), ", "))
      ->capture_default_str();
  command->add_option("--smooth-value", options->smoothing_value,
                      "For floor (default 0.1) and add-k (default 1)");
  command->add_flag("--lowercase", options->lowercase,
                    "Compare without case in BLEU, chrF and chrF++; TER always does");
  command->add_option("--baseline", options->baseline,
                      "Translations of another system: adds how probable the difference is by chance");
  command->add_option("--samples", options->samples, "Test sets drawn for the comparison")
      ->capture_default_str()
      ->check(CLI::Range(1, 1000000));
  command->add_option("--bootstrap-seed", options->seed, "What the draws are a function of")
      ->capture_default_str()
      ->check(CLI::NonNegativeNumber);
  options->common = add_common_options(*command);
  command->callback([options, &action] { action = [options] { return score(*options); }; });
}

}  // namespace attend
