#include <cmath>

#include <ATen/Parallel.h>

#include "attend/commands/command.h"
#include "attend/commands/common_options.h"
#include "attend/commands/run_paths.h"
#include "attend/commands/training_observers.h"
#include "attend/core/hash.h"
#include "attend/core/log.h"
#include "attend/core/standard_streams.h"
#include "attend/reporting/run_summary.h"
#include "attend/tasks/factory.h"
#include "attend/training/checkpoint_store.h"
#include "attend/training/finite_loss.h"
#include "attend/training/run_length.h"
#include "attend/training/step_memory.h"
#include "attend/training/train_step.h"

namespace attend {
namespace {

struct TrainOptions {
  std::filesystem::path config;
  std::filesystem::path output;
  std::vector<std::string> overrides;
  bool resume = false;
  bool dry_run = false;
  std::shared_ptr<CommonOptions> common;
};

int64_t parameter_count(const torch::nn::Module& model) {
  int64_t count = 0;
  for (const auto& parameter : model.parameters()) count += parameter.numel();
  return count;
}

std::string megabytes(double bytes) { return std::to_string(std::llround(bytes / 1e6)) + " MB"; }

// Everything that training does up to the end of an update's forward and backward, with the first epoch's
// largest batch; nothing is written but the cache of encoded data.
int try_out(const TaskConfig& config, torch::Device device) {
  const auto task = make_task(config, {}, device);
  const auto training = trainer_options(config).training;
  const auto length = planned_length(*task, training);
  (void)schedule_for(*task, training, length);
  SingleProcess communicator;
  const TrainStep with_optimizer(*task, training, communicator);
  const auto seed = static_cast<uint64_t>(training.seed);
  const auto stream = task->batches(seed, 0, task->largest_batch(seed, 0));
  const auto batch = stream->next();
  if (device.is_cpu()) require_step_memory(*task, *batch);
  Context context{.training = true, .stream = Stream(seed, RandomPurpose::dropout)};
  const auto loss = task->loss(*batch, context);
  const double mean = loss.sum.item<double>() / static_cast<double>(loss.count);
  require_finite_loss(mean,
                      {.operation = "trying the largest batch",
                       .where = "the model as it begins",
                       .hint = "look at the initialisation and the weights that the model begins with"});
  loss.sum.backward();
  log_info(std::to_string(parameter_count(task->model())) + " parameters, " +
           std::to_string(task->batch_count(seed, 0)) + " batches in the first epoch, " + to_string(length) +
           " in all");
  log_info("the largest batch: " + std::to_string(batch->examples) + " examples, " +
           std::to_string(batch->target_tokens) + " tokens, about " +
           megabytes(step_bytes(*task, *batch, stored_precision(device, training.precision))) +
           " beside model and optimizer, a loss of " + std::to_string(mean));
  return 0;
}

int exit_code(const EndReport& end, const StopRequest& stop) {
  return end.reason == EndReason::stopped_by_signal ? 128 + stop.signal() : 0;
}

Json read_config(const std::filesystem::path& file) { return write(config_schema(), read_run_config(file)); }

std::unique_ptr<Task> prepare(const TaskConfig& config, const RunFolder& folder, torch::Device device) {
  const EndOnSignal starting("attend: stopped before the training began; nothing was lost\n",
                             folder.traces());
  return make_task(config, newest_whole_checkpoint(folder.path()), device);
}

// One run, in a folder of its own.
EndReport train_run(const TaskConfig& config, const std::filesystem::path& output,
                    const TrainOptions& options, torch::Device device, const StopRequest& stop) {
  const RunFolder folder(output, write(config_schema(), config),
                         options.resume ? RunStart::resume : RunStart::fresh, read_config);
  const auto task = prepare(config, folder, device);
  log_info(std::to_string(parameter_count(task->model())) + " parameters; writing to " + output.string());
  const Json facts = {{"parameters", parameter_count(task->model())},
                      {"data", to_hex(task->data_fingerprint())},
                      {"device", device.str()},
                      {"threads", at::get_num_threads()}};
  TrainingObservers observers(output, facts, *options.common);
  SingleProcess communicator;
  Trainer trainer(*task, trainer_options(config), folder, communicator, observers.list());
  return trainer.run(stop);
}

// What is known of a run that came to its end under this very configuration.
std::optional<RunSummary> finished_run(const TaskConfig& config, const std::filesystem::path& run) {
  const auto file = run / "config.json";
  if (!std::filesystem::exists(file) || read_config(file) != write(config_schema(), config))
    return std::nullopt;
  return summarise_run(run / "log.jsonl");
}

void report_seeds(const std::vector<SeedRun>& runs, const std::filesystem::path& output) {
  const auto summary = summarise_seeds(runs);
  write_file(output / "seeds.json", summary.dump(2) + "\n");
  write_standard_output(summary.dump(2) + "\n");
}

// The runs of all seeds, one after the other. One that came to its end before is not made again.
int train_seeds(const TaskConfig& config, const std::filesystem::path& output, const TrainOptions& options,
                torch::Device device, const StopRequest& stop) {
  const auto training = trainer_options(config).training;
  std::vector<SeedRun> runs;
  for (int64_t seed = training.seed; seed < training.seed + training.seeds; ++seed) {
    const auto own = for_one_seed(config, seed);
    const std::filesystem::path name = "seed-" + std::to_string(seed);
    auto summary = options.resume ? finished_run(own, output / name) : std::nullopt;
    if (summary) {
      log_info("seed " + std::to_string(seed) + " is done already");
    } else {
      const auto end = train_run(own, output / name, options, device, stop);
      if (end.reason == EndReason::stopped_by_signal) return exit_code(end, stop);
      summary = summarise_run(output / name / "log.jsonl");
    }
    runs.push_back({seed, name, summary.value()});
  }
  report_seeds(runs, output);
  return 0;
}

void refuse_file(const std::filesystem::path& output) {
  std::error_code ignored;
  const auto status = std::filesystem::status(output, ignored);
  if (!std::filesystem::exists(status) || std::filesystem::is_directory(status)) return;
  throw UsageError({.operation = "starting a run",
                    .where = output.string(),
                    .found = "a file",
                    .expected = "a folder, or nothing yet",
                    .hint = "choose a folder with --output"});
}

int train(const TrainOptions& options) {
  const auto device = apply(*options.common);
  const auto config = load_config(options.config, options.overrides);
  if (options.dry_run) return try_out(config, device);

  const auto output = options.output.empty() ? "runs" / options.config.stem() : options.output;
  refuse_file(output);
  StopRequest stop;
  const StopOnSignal on_signal(stop);
  if (trainer_options(config).training.seeds > 1) return train_seeds(config, output, options, device, stop);
  return exit_code(train_run(config, output, options, device, stop), stop);
}

}  // namespace

void add_train_command(CLI::App& app, Action& action) {
  auto options = std::make_shared<TrainOptions>();
  auto* command = app.add_subcommand("train", "Train a model as a configuration file says");
  command->add_option("config", options->config, "Configuration file (docs/configuration.md)")->required();
  command->add_option("--output", options->output, "Run folder; default: runs/ and the configuration's name");
  add_set_option(*command, options->overrides);
  command->add_flag("--resume", options->resume, "Go on with the run in the output folder, or start it");
  command->add_flag("--dry-run", options->dry_run,
                    "Check everything and make one step, without a run folder");
  options->common = add_common_options(*command);
  command->callback([options, &action] { action = [options] { return train(*options); }; });
}

}  // namespace attend
