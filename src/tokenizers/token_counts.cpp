#include "attend/tokenizers/token_counts.h"

#include <algorithm>

namespace attend {

void TokenCounts::add(std::string_view token) {
  const auto [place, is_new] = index_.emplace(token, entries_.size());
  if (is_new) entries_.push_back({std::string(token), 0});
  ++entries_[place->second].count;
}

Vocabulary TokenCounts::vocabulary(const std::vector<std::string>& reserved, int64_t min_frequency,
                                   VocabularyOrder order) const {
  std::vector<Entry> kept;
  for (const Entry& entry : entries_) {
    const bool is_reserved = std::find(reserved.begin(), reserved.end(), entry.token) != reserved.end();
    if (entry.count >= min_frequency && !is_reserved) kept.push_back(entry);
  }
  std::stable_sort(kept.begin(), kept.end(),
                   [](const Entry& a, const Entry& b) { return a.count > b.count; });

  std::vector<std::string> pieces = reserved;
  for (Entry& entry : kept) pieces.push_back(std::move(entry.token));
  // Bytes of UTF-8 sort as code points do.
  if (order == VocabularyOrder::sorted) std::sort(pieces.begin(), pieces.end());
  return Vocabulary(std::move(pieces));
}

}  // namespace attend
