#pragma once

#include <filesystem>
#include <vector>

namespace attend {

/// Writes the model folder `output`: the mean, taken in double, of the floating-point tensors of the model
/// folders `folders`; everything else is the last one's. Throws Error where they do not hold the same
/// tensors, and where `output` exists.
void average_checkpoints(const std::vector<std::filesystem::path>& folders,
                         const std::filesystem::path& output);

}  // namespace attend
