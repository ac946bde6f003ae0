#pragma once

// Vectors of ATTEND_VECTOR_BYTES bytes through the compiler's vector extension. Included by one file per
// instruction set, inside an unnamed namespace: nothing here may be shared between objects built with
// different flags.

#define ATTEND_VECTOR __attribute__((vector_size(ATTEND_VECTOR_BYTES)))
#define ATTEND_INLINE __attribute__((always_inline)) inline

using Floats = float ATTEND_VECTOR;
using Words = uint32_t ATTEND_VECTOR;
using Ints = int32_t ATTEND_VECTOR;
using Longs = uint64_t ATTEND_VECTOR;
using UnalignedFloats = float __attribute__((vector_size(ATTEND_VECTOR_BYTES), aligned(4), may_alias));

constexpr int64_t kLanes = ATTEND_VECTOR_BYTES / 4;

// 0, 1, ... kLanes - 1 at compile time.
template <int... kNumber>
struct Numbers {};
template <int kCount, int... kNumber>
struct CountedNumbers : CountedNumbers<kCount - 1, kCount - 1, kNumber...> {};
template <int... kNumber>
struct CountedNumbers<0, kNumber...> {
  using Type = Numbers<kNumber...>;
};
using Lanes = CountedNumbers<kLanes>::Type;

ATTEND_INLINE Floats load(const float* from) { return *reinterpret_cast<const UnalignedFloats*>(from); }
// bfloat16: the upper half of an fp32 number.
ATTEND_INLINE Floats load(const uint16_t* from) {
  using Halves = uint16_t __attribute__((vector_size(ATTEND_VECTOR_BYTES / 2)));
  Halves halves;
  __builtin_memcpy(&halves, from, sizeof(halves));
  return (Floats)(__builtin_convertvector(halves, Words) << 16);
}
ATTEND_INLINE Words load(const uint32_t* from) {
  Words words;
  __builtin_memcpy(&words, from, sizeof(words));
  return words;
}
ATTEND_INLINE Ints load(const int32_t* from) {
  Ints ints;
  __builtin_memcpy(&ints, from, sizeof(ints));
  return ints;
}
ATTEND_INLINE void store(float* to, Floats value) { *reinterpret_cast<UnalignedFloats*>(to) = value; }

// The first `lanes`, 1 to kLanes; the others are 0 or not written. Where `lanes` is known, as fast as whole
// ones.
ATTEND_INLINE Floats load_first(const float* from, int64_t lanes) {
  if (lanes == kLanes) return load(from);
#if ATTEND_VECTOR_BYTES == 64 && defined(__AVX512F__)
  return (Floats)_mm512_maskz_loadu_ps(static_cast<__mmask16>((1U << lanes) - 1), from);
#else
  Floats value = {};
  __builtin_memcpy(&value, from, static_cast<__SIZE_TYPE__>(lanes) * sizeof(float));
  return value;
#endif
}
ATTEND_INLINE void store_first(float* to, Floats value, int64_t lanes) {
  if (lanes == kLanes) return store(to, value);
#if ATTEND_VECTOR_BYTES == 64 && defined(__AVX512F__)
  _mm512_mask_storeu_ps(to, static_cast<__mmask16>((1U << lanes) - 1), (__m512)value);
#else
  __builtin_memcpy(to, &value, static_cast<__SIZE_TYPE__>(lanes) * sizeof(float));
#endif
}

// The nearest bfloat16, of two equally near ones the even; a NaN stays one.
ATTEND_INLINE uint16_t bf16_of(float x) {
  const auto bits = __builtin_bit_cast(uint32_t, x);
  const bool is_nan = (bits & 0x7fffffff) > 0x7f800000;
  return static_cast<uint16_t>((is_nan ? bits | 0x00400000 : bits + 0x7fff + (bits >> 16 & 1)) >> 16);
}

// The 64-bit products of the low halves of the 64-bit lanes.
ATTEND_INLINE Longs multiply_low_halves(Longs a, Longs b) {
#if ATTEND_VECTOR_BYTES == 64 && defined(__AVX512F__)
  return (Longs)_mm512_mul_epu32((__m512i)a, (__m512i)b);
#elif ATTEND_VECTOR_BYTES == 32 && defined(__AVX2__)
  return (Longs)_mm256_mul_epu32((__m256i)a, (__m256i)b);
#elif ATTEND_VECTOR_BYTES == 16 && defined(__SSE2__)
  return (Longs)_mm_mul_epu32((__m128i)a, (__m128i)b);
#else
  return (a & 0xffffffff) * (b & 0xffffffff);
#endif
}

// exp(x) for x <= 0 to 2 units in the last place; under -87 it is 0. x = n ln 2 + r, and a polynomial for
// exp(r), |r| <= ln 2 / 2 (Cephes' minimax coefficients).
ATTEND_INLINE float exp_of_negative(float x) {
  const float clamped = x < -87.0F ? -87.0F : x;
  const float shifted =
      clamped * 1.44269504F + 12582912.0F;  // 1.5 * 2^23: rounds to an integer in the low bits
  const float n = shifted - 12582912.0F;
  const float r = (clamped - n * 0.693359375F) + n * 2.12194440e-4F;
  float p = 1.9875691500e-4F;
  p = p * r + 1.3981999507e-3F;
  p = p * r + 8.3334519073e-3F;
  p = p * r + 4.1665795894e-2F;
  p = p * r + 1.6666665459e-1F;
  p = p * r + 5.0000001201e-1F;
  p = p * r * r + r + 1.0F;
  const int32_t exponent = (__builtin_bit_cast(int32_t, shifted) - 0x4B400000 + 127) << 23;
  const float result = p * __builtin_bit_cast(float, exponent);
  return x < -87.0F ? 0.0F : result;
}
