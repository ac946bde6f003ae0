#pragma once

#include <cstdint>
#include <memory>
#include <vector>

#include <torch/types.h>

#include "attend/data/batch_plan.h"
#include "attend/data/masking.h"
#include "attend/data/pretraining_examples.h"
#include "attend/models/bert_heads.h"
#include "attend/training/options.h"
#include "attend/training/task.h"

namespace attend {

/// B examples with M hidden tokens.
struct MaskedLmBatch : Batch {
  BertInput input;
  torch::Tensor places;      ///< [M] int64: of the hidden tokens, in the rows one after the other (b T + t)
  torch::Tensor targets;     ///< [M] int64
  torch::Tensor relations;   ///< [B] int64: 0 where the second text follows the first, else 1
  double tokens_a_pair = 0;  ///< what a relation counts beside a hidden token; 0: it is not asked for
};

/// The examples of an epoch and which of them meet.
struct MaskedLmPlan {
  std::vector<PretrainingExample> examples;
  BatchPlan batches;
  double tokens_a_pair = 0;
};

/// Where and when random numbers are drawn for hiding.
struct MaskingSource {
  const Masker& masker;
  const WordPieceTokenizer& tokenizer;
  uint64_t seed = 0;
  int64_t epoch = 0;
};

/// The tokens that are hidden in an example, on average: what makes the mean loss of relations, weighted by
/// it and added to the sum over tokens, count as much as the mean loss of tokens. A constant of the epoch, so
/// that the parts of a batch still add up to it.
double mean_hidden_tokens(const std::vector<PretrainingExample>& examples, const Masker& masker);

/// The batches of `plan` from number `first` on, hidden and collated ahead on a thread of their own; a pure
/// function of seed, epoch and example. All arguments must outlive the stream.
std::unique_ptr<BatchStream> masked_lm_batches(const MaskedLmPlan& plan, int64_t first,
                                               const MaskingSource& masking, torch::Device device);

/// Mean cross-entropy of the hidden tokens and, for a network that has that head, of the relations.
LossSum masked_lm_loss(const BertForMaskedLm& network, const MaskedLmBatch& batch, Context& context);

/// How well a network predicts a text. Sums stay on the device until they are read.
class MaskedLmScores {
 public:
  explicit MaskedLmScores(torch::Device device);

  void add(const BertForMaskedLm& network, const MaskedLmBatch& batch);
  /// loss (a hidden token), perplexity, mlm_accuracy, and where relations were asked for nsp_loss and
  /// nsp_accuracy.
  Scores value() const;

 private:
  torch::Tensor sums_;  // [4] fp64: nll and right ones of the hidden tokens, then of the relations
  int64_t tokens_ = 0, relations_ = 0;
};

}  // namespace attend
