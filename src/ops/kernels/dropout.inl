#pragma once

// Dropout masks: Philox-4x32-7, 128 elements at a time (dropout_mask.h has the order).

#include "vector.inl"

constexpr int64_t kMaskGroup = 128;

struct PhiloxState {
  Longs c0, c1, c2, c3;
};

// The 32-bit words live in the low halves of 64-bit lanes; high halves hold rubbish that no product sees.
ATTEND_INLINE PhiloxState philox7(Longs counter, uint64_t key) {
  PhiloxState s = {counter, counter >> 32, counter & 0, counter & 0};
  const Longs m0 = (counter & 0) + 0xD2511F53, m1 = (counter & 0) + 0xCD9E8D57;
  auto k0 = static_cast<uint32_t>(key), k1 = static_cast<uint32_t>(key >> 32);
  for (int round = 0; round < 7; ++round) {
    const Longs a = multiply_low_halves(s.c0, m0), b = multiply_low_halves(s.c2, m1);
    s = {(b >> 32) ^ s.c1 ^ k0, b, (a >> 32) ^ s.c3 ^ k1, a};
    k0 += 0x9E3779B9;
    k1 += 0xBB67AE85;
  }
  return s;
}

// Words of even counters in the low halves, of odd ones in the high halves: 32-bit lanes in order.
ATTEND_INLINE Ints interleave(Longs even, Longs odd) { return (Ints)((even & 0xffffffff) | (odd << 32)); }

ATTEND_INLINE void mask_group(const MaskSource& mask, int64_t group, float* out) {
  const auto threshold = static_cast<int32_t>(mask.threshold);
  const int32_t scale = __builtin_bit_cast(int32_t, mask.scale);
  Longs even_counters;
  for (int64_t lane = 0; lane < kLanes / 2; ++lane)
    even_counters[lane] = static_cast<uint64_t>(16 * group + 2 * lane);
  for (int64_t first = 0; first < 16; first += kLanes) {
    const Longs counters = even_counters + static_cast<uint64_t>(first);
    const PhiloxState even = philox7(counters, mask.key), odd = philox7(counters + 1, mask.key);
    const Ints words[4] = {interleave(even.c0, odd.c0), interleave(even.c1, odd.c1),
                           interleave(even.c2, odd.c2), interleave(even.c3, odd.c3)};
    for (int w = 0; w < 4; ++w) {
      const Ints low = words[w] & 0xffff, high = (Ints)((Words)words[w] >> 16);
      store(out + 16 * w + first, (Floats)((low >= threshold) & scale));
      store(out + 64 + 16 * w + first, (Floats)((high >= threshold) & scale));
    }
  }
}

// Calls f(first element, count, factors) for pieces of `range` that lie in one group each.
template <class F>
ATTEND_INLINE void for_mask_pieces(const MaskSource& mask, Range range, F f) {
  alignas(64) float factors[kMaskGroup];
  for (int64_t at = range.first; at < range.last;) {
    const int64_t group = at / kMaskGroup, offset = at - group * kMaskGroup;
    const int64_t count = kMaskGroup - offset < range.last - at ? kMaskGroup - offset : range.last - at;
    mask_group(mask, group, factors);
    f(at, count, factors + offset);
    at += count;
  }
}

void mask_factors(const MaskSource& mask, int64_t first, int64_t count, float* out) {
  for_mask_pieces(mask, {first, first + count}, [&](int64_t at, int64_t n, const float* factors) {
    for (int64_t i = 0; i < n; ++i) out[at - first + i] = factors[i];
  });
}

void masked_add(const MaskSource& mask, const float* x, const float* y, Range range, float* out) {
  for_mask_pieces(mask, range, [&](int64_t at, int64_t n, const float* factors) {
    if (x == nullptr) {
      for (int64_t i = 0; i < n; ++i) out[at + i] = y[at + i] * factors[i];
    } else {
      for (int64_t i = 0; i < n; ++i) out[at + i] = x[at + i] + y[at + i] * factors[i];
    }
  });
}
