#include "kernels.h"

#ifdef __SSE2__
#include <immintrin.h>
#endif

#define ATTEND_VECTOR_BYTES 32

namespace attend::ops {
namespace {

constexpr int64_t kTileRows = 6;  // 12 of 16 registers hold the tile, 2 a row of b, 1 an element of a

#include "set.inl"

}  // namespace

// Constant: nothing that this file holds may run where it is not chosen.
constinit const Kernels kAvx2Kernels = kernel_set("avx2");

}  // namespace attend::ops
