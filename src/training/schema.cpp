#include "attend/training/schema.h"

#include <algorithm>

#include "attend/training/schedule.h"

namespace attend {
namespace {

Schema<OptimizerOptions> optimizer_schema() {
  using O = OptimizerOptions;
  return Schema<O>("The update rule. Biases and norms have no weight decay.")
      .field("type", &O::type, "Adam, AdamW (weight decay apart from the gradient) or SGD with momentum.")
      .field("lr", &O::lr, "Learning rate at the schedule's peak.", positive())
      .field("betas", &O::betas, "adam, adamw: decay of the averages of the gradient and of its square.",
             each(rate()))
      .field("eps", &O::eps, "adam, adamw: added to the root of the squared gradient's average.", positive())
      .field("weight_decay", &O::weight_decay,
             "Pull towards zero: apart from the gradient in adamw, added to it in adam and sgd.",
             non_negative())
      .field("momentum", &O::momentum, "sgd: decay of the average of the gradients; 0: none.", rate());
}

Schema<ScheduleOptions> schedule_schema() {
  using O = ScheduleOptions;
  return Schema<O>("How the learning rate goes over the run.")
      .field("type", &O::type, "What follows the warm-up. one_cycle contains its own, along a cosine.")
      .field("warmup", &O::warmup, "The learning rate grows in proportion to updates or tokens until here.",
             non_negative())
      .field("initial", &O::initial, "one_cycle: where it starts, as a share of lr.", range(0, 1))
      .field("final", &O::final, "linear, cosine, one_cycle: where it ends, as a share of lr.", range(0, 1))
      .check({"type", "warmup"}, [](const O& options, Problems& problems) {
        if (options.type == ScheduleType::one_cycle && options.warmup.amount == 0)
          problems.add("warmup", to_string(options.warmup), "more than 0 for one_cycle",
                       "a third of the duration is usual");
      });
}

// Every epoch's batches are planned before the run, to know its updates.
constexpr int64_t most_epochs = 100'000;

void check_epochs(const TrainingOptions& options, Problems& problems) {
  const auto check = [&](const char* path, const Duration& duration) {
    if (duration.unit == DurationUnit::epochs && duration.amount > most_epochs)
      problems.add(path, to_string(duration), "at most " + std::to_string(most_epochs) + " epochs");
  };
  check("duration", options.duration);
  check("schedule.warmup", options.schedule.warmup);
}

void check_schedule_against_duration(const TrainingOptions& options, Problems& problems) {
  const Duration &warmup = options.schedule.warmup, &duration = options.duration;
  if (warmup.unit == duration.unit && warmup.amount >= duration.amount) {
    problems.add("schedule.warmup", to_string(warmup), "less than the duration, " + to_string(duration),
                 "set training.schedule.warmup too where training.duration is made shorter");
  }
  const bool in_tokens = duration.unit == DurationUnit::tokens;
  const bool one_unit = warmup.amount == 0 || (warmup.unit == DurationUnit::tokens) == in_tokens;
  if (!one_unit && needs_length(options.schedule.type)) {
    problems.add(
        "schedule.warmup", to_string(warmup),
        in_tokens ? "a number of tokens, as the duration is"
                  : "a number of updates or epochs, as the duration is",
        "the shape of this schedule depends on both, and how many tokens an update has is not known before");
  }
}

}  // namespace

Schema<TrainingOptions> training_schema() {
  using O = TrainingOptions;
  return Schema<O>("How the model is trained.")
      .field("duration", &O::duration, "Length of the run.", positive())
      .field("batch_tokens", &O::batch_tokens,
             "Tokens in a batch, padding included, on the side that has more.", positive())
      .field("batch_sentences", &O::batch_sentences,
             "Most sentences or examples in a batch; 0: as many as batch_tokens allows.", non_negative())
      .field("batches", &O::batches,
             "Which examples meet in a batch: those of similar length, with little padding, or any.")
      .field("accumulate", &O::accumulate, "Batches whose gradients make one update.", positive())
      .field("precision", &O::precision, "What the model computes in; the optimizer always has fp32 weights.")
      .field("label_smoothing", &O::label_smoothing,
             "Probability spread evenly over all classes but padding.", rate())
      .field("clip_norm", &O::clip_norm, "Largest norm of the whole gradient; 0: no limit.", non_negative())
      .field("seed", &O::seed, "Every random number of the run follows from it.", range(0, int64_t{1} << 53))
      .field("seeds", &O::seeds,
             "Runs to make one after the other, with seed, seed + 1, ...; more than one are in seed-N inside "
             "the "
             "run folder.",
             range(1, 1000))
      .section("optimizer", &O::optimizer, optimizer_schema())
      .section("schedule", &O::schedule, schedule_schema())
      .field("ema", &O::ema,
             "Decay of a moving average of the weights, which is then what is scored and saved; 0: none.",
             rate())
      .field("max_bad_updates", &O::max_bad_updates,
             "The run fails after so many updates in a row with a loss or gradient that is not finite.",
             positive())
      .field("log_every", &O::log_every, "Updates between two reports; the first update has one too.",
             positive())
      .check({"schedule", "duration"}, check_epochs)
      .check({"schedule", "duration"}, check_schedule_against_duration);
}

void refuse_smoothing(const TrainingOptions& training, const std::string& why, Problems& problems) {
  if (training.label_smoothing == 0) return;
  problems.add("training.label_smoothing", std::to_string(training.label_smoothing), "0: " + why);
}

Schema<ValidationOptions> validation_schema(const std::vector<std::string>& metrics) {
  using O = ValidationOptions;
  return Schema<O>("When and how the model is scored during training.")
      .field("every", &O::every, "How often.", positive())
      .field("metrics", &O::metrics, "Scores besides the loss.", each(one_of(metrics)))
      .field("best", &O::best,
             "The score that decides which checkpoint is the best; where it is equal the loss does.",
             non_empty())
      .field("patience", &O::patience,
             "Training ends after so many validations without a better score; 0: never.", non_negative())
      .check({"metrics", "best"}, [](const O& options, Problems& problems) {
        if (options.best == "loss" || options.best == "perplexity") return;
        if (std::ranges::find(options.metrics, options.best) != options.metrics.end()) return;
        problems.add("best", "the string \"" + options.best + "\"",
                     "\"loss\", \"perplexity\" or one of the metrics", "add it to validation.metrics");
      });
}

Schema<CheckpointOptions> checkpoint_schema() {
  using O = CheckpointOptions;
  return Schema<O>("What is saved during training.")
      .field("every", &O::every, "How often; a new best score and the end of the run save too.", positive())
      .field("keep", &O::keep, "Newest checkpoints that stay, besides the best.", positive());
}

}  // namespace attend
