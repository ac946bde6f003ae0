#pragma once

// How the numbers of a product stand in the panels that a register tile walks through, and how they get
// there: in words of 32 bits, each with one or two successive steps of the depth.

#include "vector.inl"

ATTEND_INLINE constexpr int64_t smaller(int64_t a, int64_t b) { return a < b ? a : b; }

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
  // kLanes words of successive numbers.
  static ATTEND_INLINE Words words(const float* from) { return (Words)load(from); }
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
  static ATTEND_INLINE Words words(const float* from) {
    return (Words)_mm512_cvtne2ps_pbh((__m512)load(from + kLanes), (__m512)load(from));
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
  static ATTEND_INLINE Words words(const float* from) {
    float numbers[kLanes];
    line<kLanes>(from, 0, 1, numbers);
    return (Words)load(numbers);
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

// One step of a transposition: of the lanes whose number has the bit kBit, and of those that have not, the
// two vectors exchange one half.
template <int kBit, int... kLane>
ATTEND_INLINE void exchange(Words& a, Words& b, Numbers<kLane...>) {
  constexpr int n = kLanes;
  const Words lower = __builtin_shufflevector(a, b, (kLane & kBit ? kLane - kBit + n : kLane)...);
  b = __builtin_shufflevector(a, b, (kLane & kBit ? kLane + n : kLane + kBit)...);
  a = lower;
}

template <int kBit = 1>
ATTEND_INLINE void transpose(Words (&lines)[kLanes]) {
  if constexpr (kBit < kLanes) {
#pragma GCC unroll 16
    for (int i = 0; i < kLanes; ++i)
      if ((i & kBit) == 0) exchange<kBit>(lines[i], lines[i + kBit], Lanes());
    transpose<2 * kBit>(lines);
  }
}

// Words k to k + kLanes - 1 of the lines from `first` on, of which `lines` exist, into a panel of kWidth
// lines.
template <class Format, int64_t kWidth, int64_t kFirst = 0, class Word>
ATTEND_INLINE void pack_square(const float* from, int64_t across, int64_t lines, Word* to) {
  if constexpr (kFirst < kWidth) {
    Words square[kLanes] = {};
    if (kFirst < lines) {
#pragma GCC unroll 16
      for (int64_t j = 0; j < kLanes; ++j)
        square[j] = kFirst + j < lines ? Format::words(from + (kFirst + j) * across) : Words{};
      transpose(square);
    }
    constexpr int64_t kCount = smaller(kLanes, kWidth - kFirst);
#pragma GCC unroll 16
    for (int64_t k = 0; k < kLanes; ++k)
      store_first(reinterpret_cast<float*>(to + k * kWidth + kFirst), (Floats)square[k], kCount);
    pack_square<Format, kWidth, kFirst + kLanes>(from, across, lines, to);
  }
}

// The same panels where the numbers of a line lie one after another and line i is at from + i * across.
template <class Format, int64_t kWidth, class Word>
ATTEND_INLINE void pack_along(const float* from, int64_t across, int64_t width, int64_t depth, Word* to) {
  constexpr int64_t kSteps = Format::kSteps;
  const int64_t words = (depth + kSteps - 1) / kSteps, whole = depth / (kLanes * kSteps) * kLanes;
  for (int64_t i = 0; i < width; i += kWidth, from += kWidth * across, to += kWidth * words) {
    const int64_t lines = smaller(kWidth, width - i);
    for (int64_t k = 0; k < whole; k += kLanes)
      pack_square<Format, kWidth>(from + k * kSteps, across, lines, to + k * kWidth);
    for (int64_t k = whole; k < words; ++k) {
      const int64_t steps = smaller(kSteps, depth - k * kSteps);
      for (int64_t j = 0; j < kWidth; ++j)
        to[k * kWidth + j] = j < lines ? Format::word(from + j * across + k * kSteps, 1, steps) : 0;
    }
  }
}

// The one that fits. Not inlined, so that a profile tells copying from multiplying.
template <class Format, int64_t kWidth, class Word>
__attribute__((noinline)) void pack(const float* from, int64_t across, int64_t along, int64_t width,
                                    int64_t depth, Word* to) {
  if (across == 1) {
    pack_across<Format, kWidth>(from, along, width, depth, to);
  } else {
    pack_along<Format, kWidth>(from, across, width, depth, to);
  }
}
