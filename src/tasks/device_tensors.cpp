#include "attend/tasks/device_tensors.h"

#include <algorithm>

namespace attend {

torch::Tensor on_device(const std::vector<int64_t>& numbers, torch::IntArrayRef sizes, torch::Device device) {
  const auto options = torch::TensorOptions(torch::kLong).pinned_memory(!device.is_cpu());
  const auto tensor = torch::empty(sizes, options);
  std::ranges::copy(numbers, tensor.data_ptr<int64_t>());
  return tensor.to(device, /*non_blocking=*/true);
}

}  // namespace attend
