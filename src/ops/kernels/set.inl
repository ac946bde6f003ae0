#pragma once

// All kernels of one instruction set. The including file says how long its vectors are and how many rows a
// tile of products has.

#include "attention.inl"
#include "dropout.inl"
#include "gathered_attention.inl"
#include "norm.inl"
#include "product.inl"
#include "quantisation.inl"
#include "quantised_product.inl"
#include "softmax_loss.inl"
#include "top_candidates.inl"

constexpr Kernels kernel_set(const char* name) {
  return {.mask_factors = mask_factors,
          .masked_add = masked_add,
          .add_norm = add_norm,
          .add_norm_backward = add_norm_backward,
          .product = product,
          .pack_right = pack_right,
          .quantised_product = quantised_product,
          .quantise_rows = quantise_rows,
          .quantise_columns = quantise_columns,
          .softmax_loss = softmax_loss,
          .gathered_attention = gathered_attention,
          .attention_weights = attention_weights,
          .attention_weights_backward = attention_weights_backward,
          .top_candidates = top_candidates,
          .column_sums = column_sums,
          .tile_rows = kTileRows,
          .tile_columns = kTileColumns,
          .quantised_steps = Int8::kSteps,
          .scratch_floats = kScratchFloats,
          .name = name};
}
