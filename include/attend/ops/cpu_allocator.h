#pragma once

#include <cstddef>

namespace attend::ops {

/// Makes LibTorch keep the CPU memory of freed tensors for the next tensors of about the same size, instead
/// of giving it back to the system: fresh pages cost more than most kernels that fill them. Call once, before
/// tensors are made.
void install_caching_cpu_allocator();

/// Bytes that are kept for the next tensors.
size_t kept_cpu_memory();

}  // namespace attend::ops
