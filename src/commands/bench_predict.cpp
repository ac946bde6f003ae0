#include "attend/commands/bench.h"
#include "attend/commands/common_options.h"
#include "attend/commands/prediction_source.h"
#include "attend/tasks/predictor.h"

namespace attend {
namespace {

struct BenchPredictOptions {
  PredictionSource source;
  Repeats repeats;
  std::shared_ptr<CommonOptions> common;
};

int bench_predict(const BenchPredictOptions& options) {
  const auto device = apply(*options.common);
  const auto model = options.source.open_model(device);
  const auto predictor = make_predictor(model, options.source.predictor_options(*model.network), device);
  std::vector<std::vector<PredictionInput>> windows;
  size_t inputs = 0;
  options.source.each_window(predictor->fields(), [&](const auto& some) {
    windows.push_back(some);
    inputs += some.size();
  });
  const double best = options.repeats.best_seconds([&] {
    for (const auto& window : windows) predictor->predict(window);
  });
  print_bench({{"bench", "predict"},
               {"sentences_per_s", static_cast<double>(inputs) / best},
               {"inputs", inputs},
               {"seconds", best},
               {"repeats", options.repeats.count},
               {"peak_rss_mb", peak_memory_mb()}},
              device);
  return 0;
}

}  // namespace

void add_bench_predict(CLI::App& bench, Action& action) {
  auto options = std::make_shared<BenchPredictOptions>();
  auto* command =
      bench.add_subcommand("predict", "Predictions of a BERT, the model loaded and the input read before");
  options->source.add_to(*command);
  options->repeats.add_to(*command);
  options->common = add_common_options(*command);
  command->callback([options, &action] { action = [options] { return bench_predict(*options); }; });
}

}  // namespace attend
