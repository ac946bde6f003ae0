#include "attend/decoding/search.h"

#include <algorithm>
#include <cmath>

namespace attend {

int64_t length_limit(const DecodingOptions& options, int64_t source_length, int64_t positions) {
  auto limit = std::min(options.max_length, positions);
  if (options.max_length_factor > 0) {
    const double by_source = std::ceil(options.max_length_factor * static_cast<double>(source_length));
    limit = std::min(limit, static_cast<int64_t>(by_source));
  }
  return std::max<int64_t>(limit, 1);
}

SearchResult search(Seq2Seq& model, const torch::Tensor& source, const DecodingOptions& options) {
  c10::InferenceMode inference;
  auto context = Context::inference();
  const auto sentences = source.size(0);
  // Products of one row round differently from products of several: a lone sentence gets a twin.
  auto batch = sentences == 1 ? source.expand({2, -1}).contiguous() : source;
  auto lengths = torch::full({batch.size(0)}, batch.size(1), batch.options());
  auto result = greedy_search(model, model.encode(batch, lengths, context), options);
  result.resize(sentences);
  return result;
}

}  // namespace attend
