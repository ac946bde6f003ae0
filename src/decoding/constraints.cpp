#include "constraints.h"

#include <algorithm>

namespace attend {
namespace {

bool contains(const std::vector<int64_t>& ids, const Phrase& phrase) {
  return std::search(ids.begin(), ids.end(), phrase.begin(), phrase.end()) != ids.end();
}

// The longest beginning of `phrase` that `ids` ends with.
size_t begun(const Phrase& phrase, const std::vector<int64_t>& ids) {
  for (size_t length = std::min(phrase.size(), ids.size()); length > 0; --length) {
    const auto n = static_cast<std::ptrdiff_t>(length);
    if (std::equal(phrase.begin(), phrase.begin() + n, ids.end() - n)) return length;
  }
  return 0;
}

}  // namespace

int64_t met_tokens(const std::vector<Phrase>& must, const std::vector<int64_t>& ids) {
  size_t met = 0;
  for (const auto& phrase : must) met += contains(ids, phrase) ? phrase.size() : begun(phrase, ids);
  return static_cast<int64_t>(met);
}

bool all_met(const std::vector<Phrase>& must, const std::vector<int64_t>& ids) {
  return std::all_of(must.begin(), must.end(), [&](const auto& phrase) { return contains(ids, phrase); });
}

std::vector<int64_t> next_tokens(const std::vector<Phrase>& must, const std::vector<int64_t>& ids) {
  std::vector<int64_t> next;
  for (const auto& phrase : must)
    if (!contains(ids, phrase)) next.push_back(phrase[begun(phrase, ids)]);
  return next;
}

}  // namespace attend
