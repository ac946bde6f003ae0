#pragma once

#include <cstdint>

namespace attend::nn {

/// Throws Error unless `heads` divides `d_model`.
void check_heads(int64_t d_model, int64_t heads);

}  // namespace attend::nn
