#pragma once

#include <memory>

#include <torch/types.h>

#include "attend/data/batch_plan.h"
#include "attend/data/token_store.h"
#include "attend/models/seq2seq.h"
#include "attend/models/translation_vocabulary.h"
#include "attend/training/task.h"

namespace attend {

/// B sentence pairs. Padding is at the ends of the rows.
struct TranslationBatch : Batch {
  torch::Tensor source;          ///< [B, S] int64
  torch::Tensor source_lengths;  ///< [B] int64
  torch::Tensor inputs;          ///< [B, T] int64: the start symbol, then the target without its last token
  torch::Tensor targets;         ///< [B, T] int64, ops::kIgnoredTarget in place of padding
};

/// The batches of `plan` from number `first` on, collated ahead on a thread of their own. Store and plan must
/// outlive the stream.
std::unique_ptr<BatchStream> translation_batches(const TokenStore& store, const BatchPlan& plan,
                                                 int64_t first, const TranslationVocabulary& vocabulary,
                                                 torch::Device device);

/// Cross-entropy of the targets given the sources.
LossSum translation_loss(Seq2Seq& network, const TranslationBatch& batch, double label_smoothing,
                         Context& context);

}  // namespace attend
