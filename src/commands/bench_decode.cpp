#include <algorithm>
#include <iterator>
#include <span>

#include "attend/commands/bench.h"
#include "attend/commands/common_options.h"
#include "attend/commands/decoding_flags.h"
#include "attend/commands/run_paths.h"
#include "attend/core/error.h"
#include "attend/data/line_reader.h"
#include "attend/decoding/generation_config.h"
#include "attend/decoding/translator.h"
#include "attend/reporting/phase_times.h"
#include "attend/tasks/config.h"
#include "attend/tasks/translation_data.h"

namespace attend {
namespace {

struct BenchDecodeOptions {
  std::filesystem::path run;
  std::filesystem::path input;
  Repeats repeats;
  size_t window = size_t{1} << 24;
  DecodingFlags decoding;
  std::shared_ptr<CommonOptions> common;
};

std::vector<std::string> lines_to_translate(const BenchDecodeOptions& options) {
  if (!options.input.empty()) return read_lines(options.input);
  const auto config = load_config(options.run / "config.json", {}, DataParts::validation);
  const auto& files = require_translation(config, options.run, "measuring decoding").data.validation;
  if (files) return read_parallel_text(*files).source;
  throw UsageError({.operation = "measuring decoding",
                    .where = options.run.string(),
                    .found = "no validation data in its configuration",
                    .expected = "--input FILE"});
}

std::vector<Translation> translate_in_windows(const Translator& translator,
                                              std::span<const std::string> lines, size_t window) {
  std::vector<Translation> all;
  for (; !lines.empty(); lines = lines.subspan(std::min(window, lines.size()))) {
    auto some = translator.translate(lines.first(std::min(window, lines.size())));
    std::ranges::move(some, std::back_inserter(all));
  }
  return all;
}

// Of one more time, over all threads: recording takes a little itself.
Json decoding_phases(const Translator& translator, std::span<const std::string> lines, size_t window,
                     torch::Device device) {
  const PhaseTimes phases(device);
  translate_in_windows(translator, lines, window);
  return phases.seconds();
}

int bench_decode(const BenchDecodeOptions& options) {
  const auto device = apply(*options.common);
  const auto folder = find_model_folder(options.run);
  const auto lines = lines_to_translate(options);
  const auto decoding = options.decoding.over(read_generation_config(folder));
  const auto model = open_translation_model(folder);
  model.network->to(device);
  const Translator translator(model, decoding, device);
  std::vector<Translation> translations;
  const double best = options.repeats.best_seconds(
      [&] { translations = translate_in_windows(translator, lines, options.window); });
  const auto memory = peak_memory_mb();  // before that of the products below
  double source = 0, target = 0;
  for (const auto& translation : translations) {
    source += static_cast<double>(translation.source_ids.size());
    if (!translation.hypotheses.empty())
      target += static_cast<double>(translation.hypotheses.front().length());
  }
  const double forward = forward_multiplications(*model.network, source, target);
  // The peak that is measured is that of fp32 products.
  const bool comparable = decoding.precision == ops::WeightPrecision::fp32;
  const Json share = comparable ? Json(2 * forward / best / measured_peak(device, Precision::fp32)) : Json();
  print_bench({{"bench", "decode"},
               {"tgt_tokens_per_s", target / best},
               {"sentences_per_s", static_cast<double>(lines.size()) / best},
               {"seconds", best},
               {"repeats", options.repeats.count},
               {"peak_rss_mb", memory},
               {"flops_share", share},
               {"phases_thread_seconds", decoding_phases(translator, lines, options.window, device)},
               {"beam_size", decoding.beam_size},
               {"batch_size", decoding.batch_size},
               {"precision", name_of(decoding.precision)}},
              device);
  return 0;
}

}  // namespace

void add_bench_decode(CLI::App& bench, Action& action) {
  auto options = std::make_shared<BenchDecodeOptions>();
  auto* command = bench.add_subcommand("decode", "Translation of a text, the model loaded before");
  command->add_option("run", options->run, "Run folder (its best checkpoint) or model folder")->required();
  command->add_option("--input", options->input,
                      "Text, a sentence per line; default: the run's validation data");
  command->add_option("--window", options->window, "Lines that come at once; 1: one sentence at a time")
      ->capture_default_str()
      ->check(CLI::Range(size_t{1}, size_t{1} << 24));
  options->repeats.add_to(*command, "Times; the fastest counts. Once more for the phases");
  options->decoding.add_to(*command);
  options->common = add_common_options(*command);
  command->callback([options, &action] { action = [options] { return bench_decode(*options); }; });
}

}  // namespace attend
