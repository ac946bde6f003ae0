#include "kernels.h"

#ifdef __SSE2__
#include <immintrin.h>
#endif

#define ATTEND_VECTOR_BYTES 16

namespace attend::ops {
namespace {

constexpr int64_t kTileRows = 4;  // 8 of 16 registers hold the tile

#include "set.inl"

}  // namespace

// Constant: nothing that this file holds may run where it is not chosen.
constinit const Kernels kPortableKernels = kernel_set("portable");

}  // namespace attend::ops
