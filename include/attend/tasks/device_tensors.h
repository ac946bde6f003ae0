#pragma once

#include <cstdint>
#include <vector>

#include <torch/types.h>

namespace attend {

/// `numbers` as a tensor of `sizes` on `device`. They go through pinned memory to one that is not the CPU:
/// nobody waits for the copy.
torch::Tensor on_device(const std::vector<int64_t>& numbers, torch::IntArrayRef sizes, torch::Device device);

}  // namespace attend
