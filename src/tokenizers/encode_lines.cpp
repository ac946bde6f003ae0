#include "attend/tokenizers/encode_lines.h"

#include "attend/core/threads.h"

namespace attend {

std::vector<std::vector<int64_t>> encode_lines(const Tokenizer& tokenizer, std::span<const std::string> lines,
                                               int threads) {
  constexpr size_t block = 256;
  std::vector<std::vector<int64_t>> ids(lines.size());
  for_each_index(lines.size(), block, threads, [&](size_t i) { ids[i] = tokenizer.encode(lines[i]); });
  return ids;
}

}  // namespace attend
