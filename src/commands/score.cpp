#include <iostream>

#include "attend/commands/command.h"
#include "attend/commands/common_options.h"
#include "attend/core/error.h"
#include "attend/data/line_reader.h"
#include "attend/metrics/metric_factory.h"

namespace attend {
namespace {

struct ScoreOptions {
  std::filesystem::path hypotheses;
  std::vector<std::filesystem::path> references;
  std::vector<std::string> metrics = {"bleu", "chrf"};
  MetricOptions metric;
  std::shared_ptr<CommonOptions> common;
};

int score(const ScoreOptions& options) {
  apply(*options.common);
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
  for (const auto& name : options.metrics) {
    const auto metric = make_metric(name, options.metric);
    const auto result = score_corpus(*metric, hypotheses, references);
    scores[name] = {
        {"score", result.score}, {"signature", result.signature}, {"text", format_result(result)}};
    scores[name].update(result.details);
  }
  std::cout << scores.dump(2) << std::endl;
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
  options->common = add_common_options(*command);
  command->callback([options, &action] { action = [options] { return score(*options); }; });
}

}  // namespace attend
