#pragma once

// Products of 8-bit integers with 32-bit sums. Two steps of the depth stand side by side in a word, so that
// one instruction multiplies both and adds them: b as bytes, widened as they are read, a as 16-bit integers.

#include "product.inl"

using Shorts = int16_t ATTEND_VECTOR;
using Bytes = int8_t __attribute__((vector_size(ATTEND_VECTOR_BYTES / 2)));

ATTEND_INLINE Shorts widen(const int8_t* from) {
  Bytes bytes;
  __builtin_memcpy(&bytes, from, sizeof(bytes));
#if ATTEND_VECTOR_BYTES == 64 && defined(__AVX512BW__)
  return (Shorts)_mm512_cvtepi8_epi16((__m256i)bytes);
#elif ATTEND_VECTOR_BYTES == 32 && defined(__AVX2__)
  return (Shorts)_mm256_cvtepi8_epi16((__m128i)bytes);
#else
  return __builtin_convertvector(bytes, Shorts);
#endif
}

// a[2 j] b[2 j] + a[2 j + 1] b[2 j + 1]
ATTEND_INLINE Ints multiply_pairs(Shorts a, Shorts b) {
#if ATTEND_VECTOR_BYTES == 64 && defined(__AVX512BW__)
  return (Ints)_mm512_madd_epi16((__m512i)a, (__m512i)b);
#elif ATTEND_VECTOR_BYTES == 32 && defined(__AVX2__)
  return (Ints)_mm256_madd_epi16((__m256i)a, (__m256i)b);
#elif ATTEND_VECTOR_BYTES == 16 && defined(__SSE2__)
  return (Ints)_mm_madd_epi16((__m128i)a, (__m128i)b);
#else
  const Ints first = ((Ints)a << 16 >> 16) * ((Ints)b << 16 >> 16);
  return first + ((Ints)a >> 16) * ((Ints)b >> 16);
#endif
}

// The next two elements of a row in every lane.
ATTEND_INLINE Shorts broadcast_pair(const int16_t* from) {
  int32_t pair;
  __builtin_memcpy(&pair, from, sizeof(pair));
  return (Shorts)(Ints{} + pair);
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
  const int16_t* a = task.a + row * task.depth;
  const int8_t* b = task.b + column * task.depth;
  Ints sum[kRows][2] = {};
  for (int64_t k = 0; k < task.depth; k += 2) {
    const Shorts b0 = widen(b + k * kTileColumns), b1 = widen(b + k * kTileColumns + 2 * kLanes);
#pragma GCC unroll 16
    for (int64_t i = 0; i < kRows; ++i) {
      const Shorts pair = broadcast_pair(a + i * task.depth + k);
      sum[i][0] += multiply_pairs(pair, b0);
      sum[i][1] += multiply_pairs(pair, b1);
    }
  }
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

void quantise_rows(const RowQuantisation& task, Range rows) {
  constexpr float kLargest = 127.0F;
  constexpr float kNothing = 1e-30F;  // below it the reciprocal may be infinite
  for (int64_t i = rows.first; i < rows.last; ++i) {
    const float* x = task.x + i * task.x_stride;
    int16_t* out = task.out + i * task.padded_size;
    float largest = 0, lost = 0;  // lost: NaN where an element is not finite, else 0
#pragma omp simd reduction(max : largest) reduction(+ : lost)
    for (int64_t j = 0; j < task.size; ++j) {
      const float magnitude = __builtin_fabsf(x[j]);
      largest = largest < magnitude ? magnitude : largest;
      lost += magnitude - magnitude;
    }
    const float factor = largest > kNothing ? kLargest / largest : 0;
    task.scales[i] = largest > kNothing ? largest / kLargest + lost : lost;
#pragma omp simd
    for (int64_t j = 0; j < task.size; ++j) {
      const float shifted = x[j] * factor + 12582912.0F;  // 1.5 * 2^23: rounds to an integer in the low bits
      out[j] = static_cast<int16_t>(__builtin_bit_cast(int32_t, shifted) - 0x4B400000);
    }
    for (int64_t j = task.size; j < task.padded_size; ++j) out[j] = 0;
  }
}
