#pragma once

#include <vector>

#include "attend/decoding/hypothesis.h"
#include "attend/decoding/options.h"
#include "attend/models/seq2seq.h"

namespace attend {

/// The translations of one batch of sentences whose sources have EQUAL lengths: then a sentence's result does
/// not depend on its neighbours. One list a sentence, best first. Runs in inference mode.
using SearchResult = std::vector<std::vector<Hypothesis>>;

/// Takes the most probable symbol at every step; of equal ones the lower id.
SearchResult greedy_search(Seq2Seq& model, const Memory& memory, const DecodingOptions& options);

/// Encodes source [B, S] int64 (no padding) and searches as `options` says.
SearchResult search(Seq2Seq& model, const torch::Tensor& source, const DecodingOptions& options);

}  // namespace attend
