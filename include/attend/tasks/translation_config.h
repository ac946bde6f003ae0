#pragma once

#include <string>
#include <vector>

#include "attend/config/schema.h"
#include "attend/data/parallel_options.h"
#include "attend/decoding/options.h"
#include "attend/models/translation_model.h"
#include "attend/tokenizers/train_tokenizers.h"
#include "attend/training/options.h"

namespace attend {

/// The metrics of a validation that no text file has. probe_bleu: the mean of the lectures' BLEU over the
/// probes. lecture_loss: the loss per token, divided by data.max_length, which is how the lectures print it.
inline constexpr const char* probe_bleu_name = "probe_bleu";
inline constexpr const char* lecture_loss_name = "lecture_loss";

/// A sentence that is translated at each validation, and the translation that is hoped for.
struct Probe {
  std::string source;
  std::string reference;
};

/// The configuration of a run with "task": "translation".
struct TranslationConfig {
  ParallelDataOptions data;
  TokenizerOptions tokenizer;
  TranslationModelSection model;
  TrainingOptions training;
  ValidationOptions validation;
  std::vector<Probe> probes;
  CheckpointOptions checkpoints;
  DecodingOptions decoding;  ///< of validation, and the defaults in the model folder
};

/// The keys of such a task's configuration, with what contradicts itself in it.
Schema<TranslationConfig> translation_schema();

/// Makes the path `model.from` one that does not depend on `folder`, the configuration's, and takes the shape
/// of the model there.
void resolve_model(TranslationConfig& config, const std::filesystem::path& folder, Problems& problems);

}  // namespace attend
