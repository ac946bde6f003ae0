#include "attend/metrics/ngrams.h"

#include <bit>
#include <utility>

namespace attend {

NgramOrders::NgramOrders(std::vector<Symbols> texts) : texts_(std::move(texts)), ids_(texts_.size()) {
  size_t most = 0;
  for (size_t t = 0; t < texts_.size(); ++t) {
    ids_[t].assign(texts_[t].size() + 1, 0);  // one n-gram of order 0 at every place, the end included
    most += texts_[t].size();
  }
  slots_.resize(std::bit_ceil(2 * most + 1));
}

void NgramOrders::next() {
  ++order_;
  distinct_ = 0;
  for (size_t t = 0; t < texts_.size(); ++t) {
    Symbols& ids = ids_[t];
    if (!ids.empty()) ids.pop_back();
    for (size_t i = 0; i < ids.size(); ++i) ids[i] = id_of(ids[i], texts_[t][i + order_ - 1]);
  }
}

uint32_t NgramOrders::id_of(uint32_t prefix, uint32_t symbol) {
  const uint64_t key = uint64_t{prefix} << 32 | symbol;
  const size_t mask = slots_.size() - 1;
  for (size_t place = (key * 0x9e3779b97f4a7c15) >> 32 & mask;; place = (place + 1) & mask) {
    Slot& slot = slots_[place];
    if (slot.order != order_) slot = {key, order_, distinct_++};
    if (slot.key == key) return slot.id;
  }
}

std::vector<uint32_t> NgramOrders::counts(size_t text) const {
  std::vector<uint32_t> counts(distinct_, 0);
  for (const uint32_t id : ids_[text]) ++counts[id];
  return counts;
}

int64_t NgramOrders::clipped_matches(size_t text, std::vector<uint32_t> allowance) const {
  int64_t matches = 0;
  for (const uint32_t id : ids_[text]) {
    if (allowance[id] == 0) continue;
    --allowance[id];
    ++matches;
  }
  return matches;
}

}  // namespace attend
