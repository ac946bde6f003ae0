#pragma once

#include "attend/config/schema.h"
#include "attend/data/parallel_options.h"
#include "attend/decoding/options.h"
#include "attend/models/translation_model.h"
#include "attend/tokenizers/train_tokenizers.h"
#include "attend/training/options.h"

namespace attend {

/// The configuration of a run with "task": "translation".
struct TranslationConfig {
  ParallelDataOptions data;
  TokenizerOptions tokenizer;
  TranslationModelOptions model;
  TrainingOptions training;
  ValidationOptions validation;
  CheckpointOptions checkpoints;
  DecodingOptions decoding;  ///< of validation, and the defaults in the model folder
};

Schema<TranslationConfig> translation_schema();

/// What can only be checked beside the files: that they are there, and that sections fit each other.
void check_translation(const TranslationConfig& config, Problems& problems);

}  // namespace attend
