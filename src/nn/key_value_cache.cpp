#include "attend/nn/key_value_cache.h"

namespace attend::nn {

KeyValueCache::KeyValueCache(int64_t rows, int64_t heads, int64_t capacity, int64_t head_size,
                             const torch::TensorOptions& options)
    : keys_(torch::empty({rows, heads, capacity, head_size}, options)),
      values_(torch::empty({rows, heads, capacity, head_size}, options)) {}

void KeyValueCache::append(const torch::Tensor& keys, const torch::Tensor& values) {
  keys_.narrow(2, length_, 1).copy_(keys);
  values_.narrow(2, length_, 1).copy_(values);
  ++length_;
}

void KeyValueCache::select(const torch::Tensor& rows) {
  // Only the positions in use are moved; the rest is allocated again, not copied.
  auto moved = [&](const torch::Tensor& from) {
    auto shape = from.sizes().vec();
    shape[0] = rows.size(0);
    auto to = torch::empty(shape, from.options());
    to.narrow(2, 0, length_).copy_(from.narrow(2, 0, length_).index_select(0, rows));
    return to;
  };
  keys_ = moved(keys_);
  values_ = moved(values_);
}

torch::Tensor KeyValueCache::keys() const { return keys_.narrow(2, 0, length_); }

torch::Tensor KeyValueCache::values() const { return values_.narrow(2, 0, length_); }

}  // namespace attend::nn
