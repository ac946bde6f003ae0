#pragma once

#include <filesystem>
#include <variant>

#include "attend/config/schema.h"
#include "attend/data/pretraining_options.h"
#include "attend/models/bert_model.h"
#include "attend/tokenizers/bert_words.h"
#include "attend/tokenizers/wordpiece_trainer.h"
#include "attend/training/options.h"

namespace attend {

/// The scores of a validation beside loss and perplexity: the shares of hidden tokens and of relations that
/// are predicted.
inline constexpr const char* mlm_accuracy_name = "mlm_accuracy";
inline constexpr const char* nsp_accuracy_name = "nsp_accuracy";

/// The vocabularies that can be learned for pre-training.
using BertTokenizerOptions = std::variant<WordPieceOptions, BertWordOptions>;

/// The configuration of a run with "task": "masked_lm".
struct MaskedLmConfig {
  PretrainingDataOptions data;
  BertTokenizerOptions tokenizer;  ///< where the model begins with initial weights
  BertModelSection model;
  TrainingOptions training;
  ValidationOptions validation;
  CheckpointOptions checkpoints;
};

/// The configuration's section "tokenizer" of this task.
Schema<BertTokenizerOptions> bert_tokenizer_schema();

/// The keys of such a task's configuration, with what contradicts itself in it.
Schema<MaskedLmConfig> masked_lm_schema();

/// Makes the path `model.from` one that does not depend on `folder`, the configuration's, and takes the shape
/// of the model there.
void resolve_model(MaskedLmConfig& config, const std::filesystem::path& folder, Problems& problems);

}  // namespace attend
