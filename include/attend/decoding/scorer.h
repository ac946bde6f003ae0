#pragma once

#include <memory>
#include <vector>

#include <torch/types.h>

#include "attend/models/seq2seq.h"

namespace attend {

/// Says what may follow the partial translations of a batch of sentences, and remembers what it was told.
class Scorer {
 public:
  virtual ~Scorer() = default;
  /// Feeds `tokens` [N] to hypotheses that go on from hypotheses `rows` [N] of the step before (of the first
  /// step: from sentence `rows`) -> logits [N, V].
  virtual torch::Tensor step(const std::vector<int64_t>& rows, const std::vector<int64_t>& tokens) = 0;
};

/// One model's view of a batch. `model` must outlive it.
std::unique_ptr<Scorer> make_scorer(Seq2Seq& model, const Memory& memory);

/// The mean of the probabilities of several, which must have the same vocabulary.
std::unique_ptr<Scorer> make_ensemble(std::vector<std::unique_ptr<Scorer>> members);

}  // namespace attend
