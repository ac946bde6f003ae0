#pragma once

#include "attend/metrics/ngrams.h"

namespace attend {

/// The smallest number found of insertions, deletions, substitutions and shifts of a run of words that turn
/// the hypothesis into the reference: the greedy search of Snover et al. (2006, "A study of translation edit
/// rate with targeted human annotation", section 3) with tercom's limits as sacreBLEU has them: runs of up to
/// 10 words, moved by up to 50, 1000 candidates in all, edit distances in a band of 25 words around the
/// diagonal.
int64_t translation_edits(const Symbols& hypothesis, const Symbols& reference);

}  // namespace attend
