#include "toy_run.h"

#include <iomanip>
#include <sstream>

#include "attend/core/file.h"

namespace attend::test {
namespace {

// Every bit of a number counts, so numbers are written in full.
template <class... Parts>
std::string line(const Parts&... parts) {
  std::ostringstream text;
  text << std::setprecision(17);
  ((text << parts << ' '), ...);
  return text.str();
}

std::string describe(const Progress& progress) {
  return line(progress.updates, "updates", progress.epochs, "epochs", progress.tokens, "tokens");
}

}  // namespace

void Recorder::on_start(const Progress& from) { started_from = from; }

void Recorder::on_update(const UpdateReport& report) {
  lines.push_back(line(describe(report.progress), "of", report.updates_planned, "loss", report.loss, "nll",
                       report.nll, "rate", report.learning_rate, "norm", report.gradient_norm, "skipped",
                       report.skipped_updates));
  then_on_update(report);
}

void Recorder::on_validation(const ValidationReport& report) {
  std::string text = line(describe(report.progress), report.is_best ? "best" : "validated");
  for (const auto& [name, score] : report.scores) text += line(name, score);
  lines.push_back(text);
}

void Recorder::on_checkpoint(const CheckpointReport& report) {
  lines.push_back(line(describe(report.progress), report.folder.filename().string()));
  then_on_checkpoint();
}

TrainerOptions toy_options(Precision precision) {
  TrainerOptions options;
  options.training = {.duration = {30, DurationUnit::updates},
                      .accumulate = 2,
                      .precision = precision,
                      .optimizer = {.lr = 0.02},
                      .schedule = {.type = ScheduleType::cosine, .warmup = {4, DurationUnit::updates}},
                      .ema = 0.9,
                      .log_every = 4};
  options.validation = {
      .every = {7, DurationUnit::updates}, .metrics = {"accuracy"}, .best = "accuracy", .patience = 9};
  options.checkpoints = {.every = {5, DurationUnit::updates}, .keep = 2};
  return options;
}

EndReport train(ToyTask& task, const TrainerOptions& options, const std::filesystem::path& folder,
                Recorder& recorder, const StopRequest& stop) {
  const RunFolder run(folder, Json::object(), RunStart::resume);
  SingleProcess process;
  Trainer trainer(task, options, run, process, {&recorder});
  return trainer.run(stop);
}

std::string last_tensors(const std::filesystem::path& run) {
  return read_file(run / "last" / "model.safetensors") +
         read_file(run / "last" / "training_state.safetensors");
}

}  // namespace attend::test
