#include "attend/core/random.h"

#include <cmath>
#include <numbers>

namespace attend {

namespace {

// What the counters of a stream's key are used for.
constexpr uint64_t scalar_draws = 0;
constexpr uint64_t key_draws = 1;

uint64_t join_words(uint32_t low, uint32_t high) { return uint64_t{high} << 32 | low; }

uint64_t derive_key(uint64_t key, uint64_t stream, uint64_t counter) {
  const auto block = philox(key, stream, counter);
  return join_words(block[0], block[1]);
}

}  // namespace

std::array<uint32_t, 4> philox(uint64_t key, uint64_t stream, uint64_t counter) {
  constexpr uint64_t multiplier_0 = 0xD2511F53, multiplier_1 = 0xCD9E8D57;
  constexpr uint32_t weyl_0 = 0x9E3779B9, weyl_1 = 0xBB67AE85;
  auto key_0 = static_cast<uint32_t>(key), key_1 = static_cast<uint32_t>(key >> 32);
  std::array<uint32_t, 4> x = {static_cast<uint32_t>(counter), static_cast<uint32_t>(counter >> 32),
                               static_cast<uint32_t>(stream), static_cast<uint32_t>(stream >> 32)};
  for (int round = 0; round < 10; ++round) {
    const uint64_t product_0 = multiplier_0 * x[0], product_1 = multiplier_1 * x[2];
    x = {static_cast<uint32_t>(product_1 >> 32) ^ x[1] ^ key_0, static_cast<uint32_t>(product_1),
         static_cast<uint32_t>(product_0 >> 32) ^ x[3] ^ key_1, static_cast<uint32_t>(product_0)};
    key_0 += weyl_0;
    key_1 += weyl_1;
  }
  return x;
}

// The name of a stream has more bits than a counter, so it is taken in two steps.
Stream::Stream(uint64_t seed, RandomPurpose purpose, RandomPosition position)
    : key_(derive_key(derive_key(seed, static_cast<uint64_t>(purpose), position.step),
                      join_words(position.micro_batch, position.rank), 0)) {}

uint64_t Stream::next_key() { return derive_key(key_, key_draws, calls_++); }

uint32_t Stream::next_u32() {
  if (left_ == 0) {
    block_ = philox(key_, scalar_draws, counter_++);
    left_ = 4;
  }
  return block_[4 - left_--];
}

uint64_t Stream::next_u64() {
  const uint32_t low = next_u32();
  return join_words(low, next_u32());
}

double Stream::next_double() { return static_cast<double>(next_u64() >> 11) * 0x1p-53; }

uint64_t Stream::next_below(uint64_t bound) {
  // 2^64 mod bound values are refused, so that what is left is a multiple of the bound.
  const uint64_t refused = -bound % bound;
  uint64_t value = next_u64();
  while (value < refused) value = next_u64();
  return value % bound;
}

double Stream::next_normal() {
  const double radius = std::sqrt(-2 * std::log(1 - next_double()));
  return radius * std::cos(2 * std::numbers::pi * next_double());
}

}  // namespace attend
