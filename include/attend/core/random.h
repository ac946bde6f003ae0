#pragma once

#include <array>
#include <cstdint>
#include <string_view>
#include <vector>

namespace attend {

/// What random numbers are drawn for. Streams of different purposes never share a number.
enum class RandomPurpose : uint32_t {
  initialisation,
  dropout,
  batch_plan,
  sampling,
  masking,
  bootstrap,
  test
};

/// Where in a run numbers are drawn; together with the seed and the purpose it names a stream.
struct RandomPosition {
  uint64_t step = 0;         ///< epoch, update or sentence number, as the purpose has it
  uint32_t micro_batch = 0;  ///< index within an accumulated update
  uint32_t rank = 0;         ///< process
};

/// Four 32-bit numbers as a function of key and counter: Philox-4x32-10 (Salmon et al. 2011, "Parallel random
/// numbers: as easy as 1, 2, 3", section 3). `counter` counts blocks of four.
std::array<uint32_t, 4> philox(uint64_t key, uint64_t stream, uint64_t counter);

/// A stream of random numbers that is a pure function of seed, purpose and position: nothing is drawn from a
/// global generator, so a resumed run needs no generator state. Each call to `next_key` names a new,
/// independent sub-stream (for instance the mask of one dropout); the scalar draws walk a sub-stream of their
/// own.
class Stream {
 public:
  Stream(uint64_t seed, RandomPurpose purpose, RandomPosition position = {});

  /// The key of a tensor-sized draw; element i takes number i of `philox(key, 0, i / 4)`.
  uint64_t next_key();

  uint32_t next_u32();
  uint64_t next_u64();
  /// Uniform in [0, 1), 53 bits.
  double next_double();
  /// Uniform in [0, bound), without modulo bias. `bound` > 0.
  uint64_t next_below(uint64_t bound);
  /// Standard normal (Box-Muller).
  double next_normal();

  /// A Fisher-Yates shuffle.
  template <class T>
  void shuffle(std::vector<T>& items) {
    for (size_t i = items.size(); i > 1; --i) std::swap(items[i - 1], items[next_below(i)]);
  }

 private:
  uint64_t key_;
  uint64_t calls_ = 0;    // sub-streams handed out by next_key
  uint64_t counter_ = 0;  // blocks used by the scalar draws
  std::array<uint32_t, 4> block_{};
  uint32_t left_ = 0;  // unused numbers of block_
};

}  // namespace attend
