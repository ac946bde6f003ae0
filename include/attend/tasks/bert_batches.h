#pragma once

#include <functional>
#include <memory>
#include <span>

#include <torch/types.h>

#include "attend/data/batch_plan.h"
#include "attend/data/token_store.h"
#include "attend/models/bert.h"
#include "attend/training/task.h"

namespace attend {

/// B examples as BERT reads them, and what their store's second column says of each.
struct BertBatch : Batch {
  BertInput input;
  torch::Tensor notes;  ///< [B, N] int64, shorter ones padded with 0
  int64_t noted = 0;    ///< notes that are not 0
};

/// What the second column of a store begins with.
enum class NoteLayout {
  values,             ///< all texts are one segment
  segment_and_values  ///< the length of segment 0, which is not one of the batch's notes
};

/// Where batches come from and go to.
struct BatchSource {
  const TokenStore& store;
  NoteLayout layout;
  int64_t pad;  ///< the id of padding
  torch::Device device;
};

/// The batches of `plan` from number `first` on, collated ahead on a thread of their own. Store and plan must
/// outlive the stream.
std::unique_ptr<BatchStream> bert_batches(const BatchSource& source, const BatchPlan& plan, int64_t first);

/// Lengths of the first column alone.
ExampleLengths sequence_lengths(const TokenStore& store);

/// Calls `visit(batch, examples)` with all examples of the store, the longest first; `examples` are the
/// numbers of the batch's rows.
void each_batch(const BatchSource& source, int64_t batch_tokens,
                const std::function<void(const BertBatch&, std::span<const uint32_t>)>& visit);

}  // namespace attend
