#pragma once

#include "attend/decoding/request.h"

namespace attend {

/// How much of the phrases that must appear a partial translation has: all tokens of those that are in it,
/// and of each other the tokens that it ends with.
int64_t met_tokens(const std::vector<Phrase>& must, const std::vector<int64_t>& ids);

/// Whether every phrase is in it.
bool all_met(const std::vector<Phrase>& must, const std::vector<int64_t>& ids);

/// The symbols that would bring a partial translation further: the next of each phrase that is not in it.
std::vector<int64_t> next_tokens(const std::vector<Phrase>& must, const std::vector<int64_t>& ids);

}  // namespace attend
