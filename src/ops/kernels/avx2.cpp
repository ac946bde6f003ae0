#include "kernels.h"

#ifdef __SSE2__
#include <immintrin.h>
#endif

#define ATTEND_VECTOR_BYTES 32

namespace attend::ops {
namespace {

constexpr int64_t kTileRows = 6;  // 12 of 16 registers hold the tile, 2 a row of b, 1 an element of a

#include "dropout.inl"
#include "norm.inl"
#include "product.inl"
#include "softmax_loss.inl"

}  // namespace

const Kernels kAvx2Kernels = {mask_factors, masked_add,     add_norm,    add_norm_backward,
                              product,      softmax_loss,   column_sums, kTileRows,
                              kTileColumns, kScratchFloats, "avx2"};

}  // namespace attend::ops
