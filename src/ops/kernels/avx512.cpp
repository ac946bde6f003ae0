#include "kernels.h"

#ifdef __SSE2__
#include <immintrin.h>
#endif

#define ATTEND_VECTOR_BYTES 64

namespace attend::ops {
namespace {

constexpr int64_t kTileRows = 14;  // 28 of 32 registers hold the tile, 2 a row of b

#include "dropout.inl"
#include "norm.inl"
#include "product.inl"
#include "softmax_loss.inl"

}  // namespace

const Kernels kAvx512Kernels = {mask_factors, masked_add,     add_norm,    add_norm_backward,
                                product,      softmax_loss,   column_sums, kTileRows,
                                kTileColumns, kScratchFloats, "avx512"};

}  // namespace attend::ops
