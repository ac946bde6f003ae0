#pragma once

// Products of 8-bit integers with 32-bit sums, which are exact: they depend on no order and no instruction.

#include "product.inl"
#include "quantisation.inl"

// The next word of a row in every lane.
ATTEND_INLINE Ints broadcast_word(const Int8::Left* from) {
  int32_t word;
  __builtin_memcpy(&word, from, sizeof(word));
  return Ints{} + word;
}

// Where a tile of the result goes.
struct TileOutput {
  float* c;
  int64_t c_stride;
  const float* bias;  // of its first column; null: none
};

// The tile of c at (row, column).
template <int64_t kRows>
ATTEND_INLINE void multiply_quantised_tile(const QuantisedProduct& task, int64_t row, int64_t column,
                                           const TileOutput& to) {
  const auto* a = static_cast<const Int8::Left*>(task.a) + row * task.words * Int8::kSteps;
  const int8_t* b = task.b + column * task.words * Int8::kSteps;
  Ints sum[kRows][2];
#pragma GCC unroll 2
  for (int half = 0; half < 2; ++half) {
    const Ints start = load(task.b_starts + column + half * kLanes);
#pragma GCC unroll 16
    for (int64_t i = 0; i < kRows; ++i) sum[i][half] = start;
  }
  for (int64_t k = 0; k < task.words; ++k, b += kTileColumns * Int8::kSteps) {
    const Int8::Right b0 = Int8::load(b), b1 = Int8::load(b + kLanes * Int8::kSteps);
#pragma GCC unroll 16
    for (int64_t i = 0; i < kRows; ++i) {
      const Ints word = broadcast_word(a + (i * task.words + k) * Int8::kSteps);
      sum[i][0] = Int8::multiply_add(word, b0, sum[i][0]);
      sum[i][1] = Int8::multiply_add(word, b1, sum[i][1]);
    }
  }
#pragma GCC unroll 2
  for (int half = 0; half < 2; ++half) {
    const Floats scale = load(task.b_scales + column + half * kLanes);
    const Floats shift = to.bias == nullptr ? Floats{} : load(to.bias + half * kLanes);
#pragma GCC unroll 16
    for (int64_t i = 0; i < kRows; ++i) {
      // One expression, with a bias or without: every tile fuses the same operations, so rows have the same
      // bits.
      Floats value = __builtin_convertvector(sum[i][half], Floats) * (task.a_scales[row + i] * scale) + shift;
      if (task.relu) value = (Floats)((Ints)value & (value > 0));
      store(to.c + i * to.c_stride + half * kLanes, value);
    }
  }
}

template <int64_t kRows = kTileRows>
ATTEND_INLINE void multiply_quantised_rows(const QuantisedProduct& task, Range rows, int64_t column,
                                           const TileOutput& to) {
  if (rows.last - rows.first == kRows) {
    multiply_quantised_tile<kRows>(task, rows.first, column, to);
  } else if constexpr (kRows > 1) {
    multiply_quantised_rows<kRows - 1>(task, rows, column, to);
  }
}

// A tile of the last columns: computed whole beside the result, then the part that exists is copied.
__attribute__((noinline)) void multiply_quantised_edge(const QuantisedProduct& task, Range rows,
                                                       int64_t column) {
  alignas(64) float tile[kTileRows * kTileColumns];
  alignas(64) float bias[kTileColumns] = {};
  const int64_t width = smaller(kTileColumns, task.columns - column);
  for (int64_t j = 0; j < width; ++j) bias[j] = task.bias == nullptr ? 0 : task.bias[column + j];
  multiply_quantised_rows(task, rows, column, {tile, kTileColumns, bias});
  for (int64_t i = rows.first; i < rows.last; ++i) {
    for (int64_t j = 0; j < width; ++j)
      task.c[i * task.c_stride + column + j] = tile[(i - rows.first) * kTileColumns + j];
  }
}

void quantised_product(const QuantisedProduct& task, Range rows, Range columns) {
  for (int64_t j = columns.first; j < columns.last; j += kTileColumns) {
    for (int64_t i = rows.first; i < rows.last; i += kTileRows) {
      const Range tile = {i, smaller(rows.last, i + kTileRows)};
      if (j + kTileColumns > task.columns) {
        multiply_quantised_edge(task, tile, j);
      } else {
        multiply_quantised_rows(
            task, tile, j,
            {task.c + i * task.c_stride + j, task.c_stride, task.bias == nullptr ? nullptr : task.bias + j});
      }
    }
  }
}
