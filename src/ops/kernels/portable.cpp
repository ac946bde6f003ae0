#include "kernels.h"

#ifdef __SSE2__
#include <immintrin.h>
#endif

#define ATTEND_VECTOR_BYTES 16

namespace attend::ops {
namespace {

constexpr int64_t kTileRows = 4;  // 8 of 16 registers hold the tile

#include "dropout.inl"
#include "norm.inl"
#include "product.inl"
#include "softmax_loss.inl"

}  // namespace

const Kernels kPortableKernels = {mask_factors, masked_add,     add_norm,    add_norm_backward,
                                  product,      softmax_loss,   column_sums, kTileRows,
                                  kTileColumns, kScratchFloats, "portable"};

}  // namespace attend::ops
