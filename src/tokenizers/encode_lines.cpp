#include "attend/tokenizers/encode_lines.h"

#include <algorithm>
#include <atomic>
#include <future>

namespace attend {

std::vector<std::vector<int64_t>> encode_lines(const Tokenizer& tokenizer, std::span<const std::string> lines,
                                               int threads) {
  constexpr size_t block = 256;  // lines that a thread takes at a time
  std::vector<std::vector<int64_t>> ids(lines.size());
  std::atomic<size_t> next = 0;
  const auto work = [&] {
    for (size_t begin; (begin = next.fetch_add(block)) < lines.size();) {
      const size_t end = std::min(begin + block, lines.size());
      for (size_t i = begin; i < end; ++i) ids[i] = tokenizer.encode(lines[i]);
    }
  };
  std::vector<std::future<void>> helpers;
  for (int i = 1; i < threads; ++i) helpers.push_back(std::async(std::launch::async, work));
  work();
  for (auto& helper : helpers) helper.get();
  return ids;
}

}  // namespace attend
