#include "kernels.h"

#ifdef __SSE2__
#include <immintrin.h>
#endif

#define ATTEND_VECTOR_BYTES 32

namespace attend::ops {
namespace {

constexpr int64_t kTileRows = 6;  // 12 of 16 registers hold the tile, 2 a row of b, 1 an element of a

#include "dropout.inl"
#include "gathered_attention.inl"
#include "norm.inl"
#include "product.inl"
#include "softmax_loss.inl"
#include "top_candidates.inl"

}  // namespace

const Kernels kAvx2Kernels = {.mask_factors = mask_factors,
                              .masked_add = masked_add,
                              .add_norm = add_norm,
                              .add_norm_backward = add_norm_backward,
                              .product = product,
                              .pack_right = pack_right,
                              .softmax_loss = softmax_loss,
                              .gathered_attention = gathered_attention,
                              .top_candidates = top_candidates,
                              .column_sums = column_sums,
                              .tile_rows = kTileRows,
                              .tile_columns = kTileColumns,
                              .scratch_floats = kScratchFloats,
                              .name = "avx2"};

}  // namespace attend::ops
