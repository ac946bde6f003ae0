#pragma once

// How the numbers of a product stand in the panels that a register tile walks through, and how they get
// there: in words of 32 bits, each with one or two successive steps of the depth.

#include "vector.inl"

ATTEND_INLINE int64_t smaller(int64_t a, int64_t b) { return a < b ? a : b; }

// fp32, a number a word.
struct Fp32 {
  using Left = float;
  using Right = float;
  static constexpr int64_t kSteps = 1;

  static ATTEND_INLINE float word(const float* from, int64_t, int64_t) { return *from; }
  // kWidth words side by side, each of `steps` numbers `along` apart.
  template <int64_t kWidth>
  static ATTEND_INLINE void line(const float* from, int64_t, int64_t, float* to) {
    __builtin_memcpy(to, from, kWidth * sizeof(float));
  }
  // Four words of successive numbers.
  static ATTEND_INLINE Four four(const float* from) { return load_four(from); }
  static ATTEND_INLINE Floats multiply_add(float a, Floats b, Floats sum) { return sum + a * b; }
};

// The same with a right operand that was rounded to bfloat16 when it was packed.
struct Fp32WithBf16Right : Fp32 {
  using Right = uint16_t;
};

#ifdef __AVX512BF16__

// bfloat16, two numbers a word: one instruction multiplies and adds both.
struct Bf16 {
  using Left = uint32_t;
  using Right = uint32_t;
  static constexpr int64_t kSteps = 2;

  static ATTEND_INLINE uint32_t word(const float* from, int64_t along, int64_t steps) {
    return bf16_of(from[0]) | (steps > 1 ? uint32_t{bf16_of(from[along])} << 16 : 0);
  }
  template <int64_t kWidth>
  static ATTEND_INLINE void line(const float* from, int64_t along, int64_t steps, uint32_t* to) {
    for (int64_t i = 0; i < kWidth; i += kLanes) {
      const auto lanes = static_cast<__mmask16>(kWidth - i >= kLanes ? 0xffff : (1U << (kWidth - i)) - 1);
      const __m512 first = _mm512_maskz_loadu_ps(lanes, from + i);
      const __m512 second = steps > 1 ? _mm512_maskz_loadu_ps(lanes, from + along + i) : _mm512_setzero_ps();
      const auto halves = (__m512i)_mm512_cvtne2ps_pbh(second, first);
      _mm512_mask_storeu_epi32(to + i, lanes, _mm512_permutexvar_epi16(interleaved(), halves));
    }
  }
  static ATTEND_INLINE Four four(const float* from) {
    return (Four)_mm256_cvtneps_pbh(_mm256_loadu_ps(from));
  }
  static ATTEND_INLINE Floats multiply_add(uint32_t a, Words b, Floats sum) {
    return (Floats)_mm512_dpbf16_ps((__m512)sum, (__m512bh)(Words{} + a), (__m512bh)b);
  }

 private:
  // Which half word of a register each half word comes from: those of its lower and upper half in turn.
  static ATTEND_INLINE __m512i interleaved() {
    Words order;
    for (uint32_t i = 0; i < kLanes; ++i) order[i] = i | (i + kLanes) << 16;
    return (__m512i)order;
  }
};

#else

// bfloat16 where no instruction multiplies it: fp32 numbers that are rounded on their way into the panels.
struct Bf16 : Fp32 {
  static ATTEND_INLINE float rounded(float x) {
    return __builtin_bit_cast(float, uint32_t{bf16_of(x)} << 16);
  }
  static ATTEND_INLINE float word(const float* from, int64_t, int64_t) { return rounded(*from); }
  template <int64_t kWidth>
  static ATTEND_INLINE void line(const float* from, int64_t, int64_t, float* to) {
    for (int64_t i = 0; i < kWidth; ++i) to[i] = rounded(from[i]);
  }
  static ATTEND_INLINE Four four(const float* from) {
    float numbers[4];
    line<4>(from, 0, 1, numbers);
    return load_four(numbers);
  }
};

#endif

// Copies `width` lines of `depth` numbers into panels of kWidth lines, [words][kWidth] each, zeros beyond
// `width`. Line i is at from + i, its numbers `along` apart: memory is read in the order in which it lies.
template <class Format, int64_t kWidth, class Word>
ATTEND_INLINE void pack_across(const float* from, int64_t along, int64_t width, int64_t depth, Word* to) {
  const int64_t words = (depth + Format::kSteps - 1) / Format::kSteps;
  for (int64_t w = 0; w < words; ++w, from += along * Format::kSteps) {
    const int64_t steps = smaller(Format::kSteps, depth - w * Format::kSteps);
    Word* line = to + w * kWidth;
    int64_t i = 0;
    for (; i + kWidth <= width; i += kWidth, line += kWidth * words)
      Format::template line<kWidth>(from + i, along, steps, line);
    if (i < width) {
      for (int64_t j = 0; j < kWidth; ++j)
        line[j] = i + j < width ? Format::word(from + i + j, along, steps) : 0;
    }
  }
}

// to[k * stride + j] = word k of line j, for kLines = 2 or 4 lines j and four words.
template <class Format, int64_t kLines, class Word>
ATTEND_INLINE void transpose_four(const float* from, int64_t across, int64_t stride, Word* to) {
  const Four a = Format::four(from), b = Format::four(from + across);
  const Four ab[2] = {__builtin_shufflevector(a, b, 0, 4, 1, 5), __builtin_shufflevector(a, b, 2, 6, 3, 7)};
  Four cd[2] = {};
  if constexpr (kLines == 4) {
    const Four c = Format::four(from + 2 * across), d = Format::four(from + 3 * across);
    cd[0] = __builtin_shufflevector(c, d, 0, 4, 1, 5);
    cd[1] = __builtin_shufflevector(c, d, 2, 6, 3, 7);
  }
  for (int half = 0; half < 2; ++half) {
    const Four even = __builtin_shufflevector(ab[half], cd[half], 0, 1, 4, 5);
    const Four odd = __builtin_shufflevector(ab[half], cd[half], 2, 3, 6, 7);
    __builtin_memcpy(to + 2 * half * stride, &even, kLines * sizeof(Word));
    __builtin_memcpy(to + (2 * half + 1) * stride, &odd, kLines * sizeof(Word));
  }
}

// The same panels where the numbers of a line lie one after another and line i is at from + i * across.
template <class Format, int64_t kWidth, class Word>
ATTEND_INLINE void pack_along(const float* from, int64_t across, int64_t width, int64_t depth, Word* to) {
  constexpr int64_t kSteps = Format::kSteps;
  const int64_t words = (depth + kSteps - 1) / kSteps, whole = depth / (4 * kSteps) * 4;
  for (int64_t i = 0; i < width; i += kWidth, from += kWidth * across, to += kWidth * words) {
    const int64_t lines = smaller(kWidth, width - i);
    for (int64_t k = 0; k < whole; k += 4) {
      int64_t j = 0;
      for (; j + 4 <= lines; j += 4)
        transpose_four<Format, 4>(from + j * across + k * kSteps, across, kWidth, to + k * kWidth + j);
      for (; j + 2 <= lines; j += 2)
        transpose_four<Format, 2>(from + j * across + k * kSteps, across, kWidth, to + k * kWidth + j);
      for (; j < kWidth; ++j) {
        for (int64_t n = k; n < k + 4; ++n)
          to[n * kWidth + j] = j < lines ? Format::word(from + j * across + n * kSteps, 1, kSteps) : 0;
      }
    }
    for (int64_t k = whole; k < words; ++k) {
      const int64_t steps = smaller(kSteps, depth - k * kSteps);
      for (int64_t j = 0; j < kWidth; ++j)
        to[k * kWidth + j] = j < lines ? Format::word(from + j * across + k * kSteps, 1, steps) : 0;
    }
  }
}

template <class Format, int64_t kWidth, class Word>
ATTEND_INLINE void pack(const float* from, int64_t across, int64_t along, int64_t width, int64_t depth,
                        Word* to) {
  if (across == 1) {
    pack_across<Format, kWidth>(from, along, width, depth, to);
  } else {
    pack_along<Format, kWidth>(from, across, width, depth, to);
  }
}
