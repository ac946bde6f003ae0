#include "attend/nn/attention_record.h"

namespace attend {

void AttentionRecord::join_queries(size_t first) {
  const std::vector<torch::Tensor> queries(cross.begin() + static_cast<std::ptrdiff_t>(first), cross.end());
  cross.resize(first);
  if (!queries.empty()) cross.push_back(torch::cat(queries, 2));
}

}  // namespace attend
