#include <algorithm>
#include <utility>

#include "attend/commands/bench.h"
#include "attend/commands/common_options.h"
#include "attend/core/clock.h"
#include "attend/reporting/phase_times.h"
#include "attend/tasks/factory.h"
#include "attend/training/batch_cursor.h"
#include "attend/training/train_step.h"

namespace attend {
namespace {

struct BenchTrainOptions {
  std::filesystem::path config;
  std::vector<std::string> overrides;
  int64_t updates = 40;
  std::shared_ptr<CommonOptions> common;
};

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

int bench_train(const BenchTrainOptions& options) {
  const auto begin = Clock::now();
  const auto device = apply(*options.common);
  const auto config = load_config(options.config, options.overrides);
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
  print_bench(std::move(report), device);
  return 0;
}

}  // namespace

void add_bench_train(CLI::App& bench, Action& action) {
  auto options = std::make_shared<BenchTrainOptions>();
  auto* command = bench.add_subcommand("train", "Updates of a configuration; nothing is written");
  command->add_option("config", options->config, "Configuration file")->required();
  add_set_option(*command, options->overrides);
  command->add_option("--updates", options->updates, "Updates; the second half is measured")
      ->capture_default_str()
      ->check(CLI::Range(2, 1 << 20));
  options->common = add_common_options(*command);
  command->callback([options, &action] { action = [options] { return bench_train(*options); }; });
}

}  // namespace attend
