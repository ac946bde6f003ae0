#include <algorithm>
#include <iterator>
#include <numeric>
#include <span>

#include <ATen/Parallel.h>
#include <sys/resource.h>
#include <torch/cuda.h>
#include <torch/version.h>

#include "attend/commands/command.h"
#include "attend/commands/common_options.h"
#include "attend/commands/decoding_flags.h"
#include "attend/commands/run_paths.h"
#include "attend/core/clock.h"
#include "attend/core/error.h"
#include "attend/core/json.h"
#include "attend/core/standard_streams.h"
#include "attend/data/line_reader.h"
#include "attend/decoding/generation_config.h"
#include "attend/decoding/translator.h"
#include "attend/ops/linear.h"
#include "attend/ops/product_precision.h"
#include "attend/reporting/phase_times.h"
#include "attend/tasks/factory.h"
#include "attend/tasks/translation_data.h"
#include "attend/training/batch_cursor.h"
#include "attend/training/train_step.h"

namespace attend {
namespace {

double peak_memory_mb() {
  rusage usage{};
  getrusage(RUSAGE_SELF, &usage);
  return static_cast<double>(usage.ru_maxrss) / 1024.0;
}

// Floating-point operations a second of a large product, the best of several: the bound of what follows.
double measured_peak(torch::Device device, Precision precision) {
  const bool bf16 = precision == Precision::bf16;
  const int64_t size = device.is_cpu() ? 1024 : 8192;
  const ops::ProductPrecisionScope scope(bf16 ? ops::ProductPrecision::bf16 : ops::ProductPrecision::fp32);
  const auto options = torch::TensorOptions(device).dtype(
      stored_precision(device, precision) == Precision::bf16 ? torch::kBFloat16 : torch::kFloat);
  const auto x = torch::ones({size, size}, options), weight = torch::ones({size, size}, options);
  const c10::InferenceMode inference;
  double best = 0;
  for (int i = 0; i < 12; ++i) {
    const auto begin = Clock::now();
    const auto y = ops::linear(x, weight);
    if (device.is_cuda()) torch::cuda::synchronize(device.index());
    best = std::max(best, 2.0 * std::pow(static_cast<double>(size), 3) / seconds_since(begin));
  }
  return best;
}

// Multiplications of a forward pass: every matrix once for each token on its side, lookups not counted, nor
// the products of queries, keys and values among themselves.
double forward_multiplications(const Seq2Seq& network, double source_tokens, double target_tokens) {
  double count = 0, table = 0;
  for (const auto& parameter : network.named_parameters()) {
    const auto& name = parameter.key();
    if (parameter.value().dim() < 2) continue;
    const auto size = static_cast<double>(parameter.value().numel());
    if (name.find("embed_tokens") != std::string::npos || name.starts_with("shared")) {
      table = size;
      continue;
    }
    const bool of_source =
        name.starts_with("encoder.") || name.find("encoder_attn.kv_proj") != std::string::npos;
    count += size * (of_source ? source_tokens : target_tokens);
  }
  const bool tied = !network.named_modules().contains("lm_head");
  return count + (tied ? table * target_tokens : 0);
}

struct BenchOptions {
  std::filesystem::path path;
  std::vector<std::string> overrides;
  std::filesystem::path input;
  int64_t updates = 40;
  int64_t repeats = 3;
  size_t window = size_t{1} << 24;
  DecodingFlags decoding;
  std::shared_ptr<CommonOptions> common;
};

Json settings(torch::Device device) {
  return {{"device", device.str()}, {"threads", at::get_num_threads()}, {"torch", TORCH_VERSION}};
}

struct Count {
  int64_t examples = 0, source = 0, target = 0;

  void add(const Batch& batch) {
    examples += batch.examples;
    source += batch.source_tokens;
    target += batch.target_tokens;
  }
};

Count make_updates(TrainStep& step, BatchCursor& cursor, const TrainingOptions& options, int64_t first,
                   int64_t last) {
  Count count;
  for (int64_t update = first; update < last; ++update) {
    for (int64_t micro_batch = 0; micro_batch < options.accumulate; ++micro_batch) {
      const auto batch = cursor.next();
      step.add(*batch, update, micro_batch);
      count.add(*batch);
    }
    step.apply(update, options.optimizer.lr);
  }
  (void)step.report();  // waits for the device
  return count;
}

// Of a few more updates: on CUDA they are slower than others, which do not wait for the end of each phase.
Json phases_per_update(TrainStep& step, BatchCursor& cursor, const TrainingOptions& options, int64_t first) {
  constexpr int64_t updates = 4;
  const PhaseTimes phases(step.parameters().device());
  make_updates(step, cursor, options, first, first + updates);
  Json report = Json::object();
  for (const auto& [name, spent] : phases.seconds()) report[name] = spent / static_cast<double>(updates);
  return report;
}

int bench_train(const BenchOptions& options) {
  const auto begin = Clock::now();
  const auto device = apply(*options.common);
  const auto config = load_config(options.path, options.overrides);
  const auto training = trainer_options(config).training;
  const auto task = make_task(config, {}, device);
  SingleProcess communicator;
  TrainStep step(*task, training, communicator);
  BatchCursor cursor(*task, static_cast<uint64_t>(training.seed), 0, 0);
  make_updates(step, cursor, training, 1, 2);
  const double first_update = seconds_since(begin);
  const int64_t warm = std::max<int64_t>(2, options.updates / 2);
  make_updates(step, cursor, training, 2, warm);

  const auto timed = Clock::now();
  const auto count = make_updates(step, cursor, training, warm, options.updates + 1);
  const double seconds = seconds_since(timed);
  const auto updates = static_cast<double>(options.updates + 1 - warm);
  Json report = {{"bench", "train"},
                 {"tgt_tokens_per_s", static_cast<double>(count.target) / seconds},
                 {"sentences_per_s", static_cast<double>(count.examples) / seconds},
                 {"s_per_update", seconds / updates},
                 {"first_update_s", first_update},
                 {"peak_rss_mb", peak_memory_mb()}};
  if (const auto* network = dynamic_cast<const Seq2Seq*>(&task->model())) {
    const double forward = forward_multiplications(*network, static_cast<double>(count.source),
                                                   static_cast<double>(count.target));
    report["flops_share"] = 6 * forward / seconds / measured_peak(device, training.precision);
  }
  report["phases_s_per_update"] = phases_per_update(step, cursor, training, options.updates + 1);
  report["updates"] = options.updates;
  report["settings"] = settings(device);
  write_standard_output(report.dump() + "\n");
  return 0;
}

std::vector<std::string> lines_to_translate(const BenchOptions& options) {
  if (!options.input.empty()) return read_lines(options.input);
  const auto config = load_config(options.path / "config.json", {});
  const auto& files = require_translation(config, options.path, "measuring decoding").data.validation;
  if (files) return read_parallel_text(*files).source;
  throw UsageError({.operation = "measuring decoding",
                    .where = options.path.string(),
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

int bench_decode(const BenchOptions& options) {
  const auto device = apply(*options.common);
  const auto folder = find_model_folder(options.path);
  const auto lines = lines_to_translate(options);
  const auto decoding = options.decoding.over(read_generation_config(folder));
  const auto model = open_translation_model(folder);
  model.network->to(device);
  const Translator translator(model, decoding, device);
  double best = 0;
  std::vector<Translation> translations;
  for (int64_t repeat = 0; repeat < options.repeats; ++repeat) {
    const auto begin = Clock::now();
    translations = translate_in_windows(translator, lines, options.window);
    const double seconds = seconds_since(begin);
    if (best == 0 || seconds < best) best = seconds;
  }
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
  const Json report = {{"bench", "decode"},
                       {"tgt_tokens_per_s", target / best},
                       {"sentences_per_s", static_cast<double>(lines.size()) / best},
                       {"seconds", best},
                       {"repeats", options.repeats},
                       {"peak_rss_mb", peak_memory_mb()},
                       {"flops_share", share},
                       {"phases_thread_seconds", decoding_phases(translator, lines, options.window, device)},
                       {"beam_size", decoding.beam_size},
                       {"batch_size", decoding.batch_size},
                       {"precision", name_of(decoding.precision)},
                       {"settings", settings(device)}};
  write_standard_output(report.dump() + "\n");
  return 0;
}

}  // namespace

void add_bench_command(CLI::App& app, Action& action) {
  auto* command = app.add_subcommand("bench", "Measure speed and memory; prints one JSON line");
  command->require_subcommand(1);

  auto train = std::make_shared<BenchOptions>();
  auto* training = command->add_subcommand("train", "Updates of a configuration; nothing is written");
  training->add_option("config", train->path, "Configuration file")->required();
  add_set_option(*training, train->overrides);
  training->add_option("--updates", train->updates, "Updates; the second half is measured")
      ->capture_default_str()
      ->check(CLI::Range(2, 1 << 20));
  train->common = add_common_options(*training);
  training->callback([train, &action] { action = [train] { return bench_train(*train); }; });

  auto decode = std::make_shared<BenchOptions>();
  auto* decoding = command->add_subcommand("decode", "Translation of a text, the model loaded before");
  decoding->add_option("run", decode->path, "Run folder (its best checkpoint) or model folder")->required();
  decoding->add_option("--input", decode->input,
                       "Text, a sentence per line; default: the run's validation data");
  decoding->add_option("--window", decode->window, "Lines that come at once; 1: one sentence at a time")
      ->capture_default_str()
      ->check(CLI::Range(size_t{1}, size_t{1} << 24));
  decoding->add_option("--repeats", decode->repeats, "Times; the fastest counts. Once more for the phases")
      ->capture_default_str()
      ->check(CLI::Range(1, 1000));
  decode->decoding.add_to(*decoding);
  decode->common = add_common_options(*decoding);
  decoding->callback([decode, &action] { action = [decode] { return bench_decode(*decode); }; });
}

}  // namespace attend
