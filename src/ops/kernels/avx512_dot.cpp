#include "kernels.h"

#ifdef __SSE2__
#include <immintrin.h>
#endif

#define ATTEND_VECTOR_BYTES 64

namespace attend::ops {
namespace {

constexpr int64_t kTileRows = 14;  // 28 of 32 registers hold the tile, 2 a row of b

#include "set.inl"

}  // namespace

// Constant: nothing that this file holds may run where it is not chosen.
constinit const Kernels kAvx512DotKernels = kernel_set("avx512_dot");

}  // namespace attend::ops
