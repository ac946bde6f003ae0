#pragma once

#include <concepts>
#include <filesystem>
#include <string>
#include <utility>
#include <vector>

#include "attend/config/schema.h"
#include "attend/data/example_options.h"
#include "attend/models/bert_model.h"
#include "attend/tasks/metric_names.h"
#include "attend/tokenizers/train_tokenizers.h"
#include "attend/training/options.h"
#include "attend/training/schema.h"

namespace attend {

/// What is particular to training on from published weights.
struct FineTuningOptions {
  int64_t frozen_layers = 0;  ///< blocks that stay as they are, and the embeddings with them; 0: none
  /// Factor on the learning rate from each block to the one below it, and from the first block to the
  /// embeddings (Clark et al. 2020, "ELECTRA", appendix B); 1: none.
  double layerwise_lr_decay = 1;
};

/// The keys of the section "fine_tuning".
Schema<FineTuningOptions> fine_tuning_schema();

/// What the configurations of all tasks have that BERT is fine-tuned on. Defaults are those of Hugging Face's
/// Trainer and, batches of 32, of its examples: three epochs, AdamW without weight decay, a learning rate
/// that falls linearly.
struct FineTuningConfig {
  FineTuningConfig();

  WordPieceOptions tokenizer;  ///< learned where the model begins with no folder's weights
  BertModelSection model;
  FineTuningOptions fine_tuning;
  TrainingOptions training;
  ValidationOptions validation;
  CheckpointOptions checkpoints;
};

/// That an example fits the model's positions and a batch.
void check_example_lengths(const FineTuningConfig& config, const ExampleDataOptions& data,
                           Problems& problems);

/// That the metrics asked for are among `known`, and the best is none that these tasks lack.
void check_scores_asked_for(const FineTuningConfig& config, const std::vector<std::string>& known,
                            Problems& problems);

/// The sections that all of these tasks have, beside their own `data`; `metrics` are the task's.
template <std::derived_from<FineTuningConfig> C, class Data>
Schema<C> fine_tuning_task_schema(std::string doc, const Schema<Data>& data,
                                  const std::vector<std::string>& metrics) {
  using Shared = FineTuningConfig;
  return Schema<C>(std::move(doc))
      .section("data", &C::data, data)
      .section("tokenizer", &Shared::tokenizer, wordpiece_schema())
      .section("model", &Shared::model, bert_model_schema())
      .section("fine_tuning", &Shared::fine_tuning, fine_tuning_schema())
      .section("training", &Shared::training, training_schema())
      .section("validation", &Shared::validation, validation_schema(metrics))
      .section("checkpoints", &Shared::checkpoints, checkpoint_schema())
      .check({"data", "model", "training"},
             [](const C& config, Problems& problems) {
               // Of a folder's model the positions are known later.
               if (config.model.from.empty()) check_example_lengths(config, config.data, problems);
             })
      .check({"data", "validation"}, [](const C& config, Problems& problems) {
        if (!config.data.validation) check_without_validation(config.validation, problems);
      });
}

}  // namespace attend
