#include "attend/nn/key_value_cache.h"

namespace attend::nn {

KeyValueCache::KeyValueCache(int64_t width, const torch::TensorOptions& options)
    : storage_(torch::empty({0, width}, options)) {}

void KeyValueCache::append(const torch::Tensor& rows) {
  const auto needed = size_ + rows.size(0);
  if (needed > storage_.size(0)) {
    auto larger = torch::empty({std::max(2 * storage_.size(0), 16 * rows.size(0)), storage_.size(1)},
                               storage_.options());
    larger.narrow(0, 0, size_).copy_(table());
    storage_ = std::move(larger);
  }
  storage_.narrow(0, size_, rows.size(0)).copy_(rows);
  size_ = needed;
}

}  // namespace attend::nn
