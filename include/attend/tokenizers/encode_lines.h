#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include "attend/tokenizers/tokenizer.h"

namespace attend {

/// The ids of each line, in the order of the lines, with `threads` threads at work. An exception of any of
/// them is thrown here.
std::vector<std::vector<int64_t>> encode_lines(const Tokenizer& tokenizer, std::span<const std::string> lines,
                                               int threads);

}  // namespace attend
