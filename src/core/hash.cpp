#include "attend/core/hash.h"

#include <new>

#include <fmt/format.h>
#include <xxhash.h>

#include "attend/core/file.h"

namespace attend {

struct Hasher::State {
  State() : xxh(XXH3_createState()) {
    if (xxh == nullptr) throw std::bad_alloc();
    XXH3_64bits_reset(xxh);
  }
  ~State() { XXH3_freeState(xxh); }
  State(const State&) = delete;
  State& operator=(const State&) = delete;

  XXH3_state_t* xxh;
};

Hasher::Hasher() : state_(std::make_unique<State>()) {}

Hasher::~Hasher() = default;

Hasher& Hasher::add(const void* data, size_t size) {
  XXH3_64bits_update(state_->xxh, data, size);
  return *this;
}

Hasher& Hasher::add(std::string_view text) {
  add(static_cast<uint64_t>(text.size()));
  return add(text.data(), text.size());
}

Hasher& Hasher::add(uint64_t value) {
  unsigned char bytes[8];
  for (int i = 0; i < 8; ++i) bytes[i] = static_cast<unsigned char>(value >> (8 * i));
  return add(bytes, sizeof bytes);
}

uint64_t Hasher::value() const { return XXH3_64bits_digest(state_->xxh); }

uint64_t hash_bytes(std::string_view bytes) { return XXH3_64bits(bytes.data(), bytes.size()); }

uint64_t hash_file(const std::filesystem::path& path) {
  Hasher hasher;
  read_blocks(path, [&](std::span<const std::byte> block) { hasher.add(block.data(), block.size()); });
  return hasher.value();
}

std::string to_hex(uint64_t value) { return fmt::format("{:016x}", value); }

}  // namespace attend
