#pragma once

// How the numbers of a quantised product stand in words of 32 bits, some successive steps of the depth in
// each, and how they get there. One instruction multiplies a word's numbers and adds them.

#include "product.inl"

#ifdef __AVX512VNNI__

// Four bytes a word. The instruction takes those on the left for numbers without a sign, so they have an
// offset, and a sum begins with what that will have added to it, negated. On its way it is under
// 128 * 127 * depth, which is under 2^31 for 2^17 steps.
struct Int8 {
  using Left = uint8_t;
  using Right = Ints;
  static constexpr int64_t kSteps = 4;
  static constexpr int32_t kOffset = 128;

  static ATTEND_INLINE Right load(const int8_t* from) { return (Right)_mm512_loadu_si512(from); }
  static ATTEND_INLINE Ints multiply_add(Ints a, Right b, Ints sum) {
    return (Ints)_mm512_dpbusd_epi32((__m512i)sum, (__m512i)a, (__m512i)b);
  }
};

#else

// Two numbers a word: those on the right as bytes, widened as they are read, those on the left as 16-bit
// integers.
struct Int8 {
  using Left = int16_t;
  using Right = int16_t ATTEND_VECTOR;
  static constexpr int64_t kSteps = 2;
  static constexpr int32_t kOffset = 0;

  static ATTEND_INLINE Right load(const int8_t* from) {
    using Bytes = int8_t __attribute__((vector_size(ATTEND_VECTOR_BYTES / 2)));
    Bytes bytes;
    __builtin_memcpy(&bytes, from, sizeof(bytes));
#if ATTEND_VECTOR_BYTES == 64 && defined(__AVX512BW__)
    return (Right)_mm512_cvtepi8_epi16((__m256i)bytes);
#elif ATTEND_VECTOR_BYTES == 32 && defined(__AVX2__)
    return (Right)_mm256_cvtepi8_epi16((__m128i)bytes);
#else
    return __builtin_convertvector(bytes, Right);
#endif
  }

  static ATTEND_INLINE Ints multiply_add(Ints a, Right b, Ints sum) {
#if ATTEND_VECTOR_BYTES == 64 && defined(__AVX512BW__)
    return sum + (Ints)_mm512_madd_epi16((__m512i)a, (__m512i)b);
#elif ATTEND_VECTOR_BYTES == 32 && defined(__AVX2__)
    return sum + (Ints)_mm256_madd_epi16((__m256i)a, (__m256i)b);
#elif ATTEND_VECTOR_BYTES == 16 && defined(__SSE2__)
    return sum + (Ints)_mm_madd_epi16((__m128i)a, (__m128i)b);
#else
    const auto pairs = (Ints)b;
    return sum + (a << 16 >> 16) * (pairs << 16 >> 16) + (a >> 16) * (pairs >> 16);
#endif
  }
};

#endif

ATTEND_INLINE int64_t quantised_words(int64_t steps) { return (steps + Int8::kSteps - 1) / Int8::kSteps; }

// What numbers are multiplied by to become integers, and these to become the numbers again.
struct Int8Scale {
  float factor, scale;
};

// The scale is NaN where a number is not finite.
ATTEND_INLINE Int8Scale int8_scale(const float* x, int64_t size) {
  constexpr float kLargest = 127.0F;
  constexpr float kNothing = 1e-30F;  // below it the reciprocal may be infinite
  float largest = 0, lost = 0;        // lost: NaN where a number is not finite, else 0
#pragma omp simd reduction(max : largest) reduction(+ : lost)
  for (int64_t i = 0; i < size; ++i) {
    const float magnitude = __builtin_fabsf(x[i]);
    largest = largest < magnitude ? magnitude : largest;
    lost += magnitude - magnitude;
  }
  if (!(largest > kNothing)) return {0, lost};
  return {kLargest / largest, largest / kLargest + lost};
}

void quantise_rows(const RowQuantisation& task, Range rows) {
  const int64_t padded_size = quantised_words(task.size) * Int8::kSteps;
  for (int64_t i = rows.first; i < rows.last; ++i) {
    const float* x = task.x + i * task.x_stride;
    auto* out = static_cast<Int8::Left*>(task.out) + i * padded_size;
    const auto [factor, scale] = int8_scale(x, task.size);
    task.scales[i] = scale;
#pragma omp simd
    for (int64_t j = 0; j < task.size; ++j) {
      const float shifted = x[j] * factor + 12582912.0F;  // 1.5 * 2^23: rounds to an integer in the low bits
      out[j] = static_cast<Int8::Left>(__builtin_bit_cast(int32_t, shifted) - 0x4B400000 + Int8::kOffset);
    }
    for (int64_t j = task.size; j < padded_size; ++j) out[j] = Int8::kOffset;
  }
}

void quantise_columns(const ColumnQuantisation& task, Range columns) {
  constexpr int64_t kSteps = Int8::kSteps;
  const int64_t words = quantised_words(task.depth);
  for (int64_t j = columns.first; j < columns.last; ++j) {
    const float* column = task.b + j * task.depth;
    int8_t* out = task.panels + (j / kTileColumns * words * kTileColumns + j % kTileColumns) * kSteps;
    const auto [factor, scale] = int8_scale(column, task.depth);
    task.scales[j] = scale;
    int32_t sum = 0;
    for (int64_t k = 0; k < task.depth; ++k) {
      const auto rounded = static_cast<int8_t>(__builtin_lrintf(column[k] * factor));
      out[k / kSteps * kTileColumns * kSteps + k % kSteps] = rounded;
      sum += rounded;
    }
    task.starts[j] = -Int8::kOffset * sum;
  }
}
