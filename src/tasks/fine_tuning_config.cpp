#include "attend/tasks/fine_tuning_config.h"

namespace attend {

FineTuningConfig::FineTuningConfig() {
  training.duration = {3, DurationUnit::epochs};
  training.batch_sentences = 32;
  training.optimizer = {.lr = 5e-5, .betas = {0.9, 0.999}, .eps = 1e-8, .weight_decay = 0.0};
  training.schedule = {.type = ScheduleType::linear, .warmup = {0, DurationUnit::updates}};
  checkpoints.keep = 1;
}

Schema<FineTuningOptions> fine_tuning_schema() {
  return Schema<FineTuningOptions>("What is particular to training on from published weights.")
      .field("frozen_layers", &FineTuningOptions::frozen_layers,
             "Blocks that stay as they are, and the embeddings with them; 0: everything is trained.",
             non_negative())
      .field("layerwise_lr_decay", &FineTuningOptions::layerwise_lr_decay,
             "The learning rate of a block over that of the block above it: pooler and classifier have the "
             "whole rate, the last of L blocks this share of it, the embeddings this to the power L + 1. 1: "
             "all alike.",
             more_than(0), at_most(1));
}

void check_example_lengths(const FineTuningConfig& config, const ExampleDataOptions& data,
                           Problems& problems) {
  if (data.max_length > config.model.max_position_embeddings) {
    problems.add(
        "data.max_length", std::to_string(data.max_length),
        "at most model.max_position_embeddings, " + std::to_string(config.model.max_position_embeddings));
  }
  if (data.max_length > config.training.batch_tokens) {
    problems.add("training.batch_tokens", std::to_string(config.training.batch_tokens),
                 "at least data.max_length, " + std::to_string(data.max_length) +
                     ": a batch must hold the longest example");
  }
  if (config.fine_tuning.frozen_layers > config.model.num_hidden_layers) {
    problems.add("fine_tuning.frozen_layers", std::to_string(config.fine_tuning.frozen_layers),
                 "at most model.num_hidden_layers, " + std::to_string(config.model.num_hidden_layers));
  }
}

void check_scores_asked_for(const FineTuningConfig& config, const std::vector<std::string>& known,
                            Problems& problems) {
  check_metric_names(config.validation, known, problems);
  if (config.validation.best == "perplexity")
    problems.add("validation.best", "\"perplexity\"", "\"loss\" or one of the metrics");
}

}  // namespace attend
