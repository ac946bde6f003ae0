#pragma once

#include <cstdint>
#include <filesystem>
#include <memory>
#include <string>
#include <string_view>

namespace attend {

/// 64-bit XXH3 over a stream of bytes; parts are joined without separators.
class Hasher {
 public:
  Hasher();
  ~Hasher();
  Hasher(const Hasher&) = delete;
  Hasher& operator=(const Hasher&) = delete;

  Hasher& add(const void* data, size_t size);
  /// The length and then the bytes, so that ("ab", "c") differs from ("a", "bc").
  Hasher& add(std::string_view text);
  Hasher& add(uint64_t value);
  uint64_t value() const;

 private:
  struct State;
  std::unique_ptr<State> state_;
};

/// XXH3-64 of `bytes`.
uint64_t hash_bytes(std::string_view bytes);

/// XXH3-64 of a file's bytes, of which few are in memory at a time. Throws Error where it cannot be read.
uint64_t hash_file(const std::filesystem::path& path);

/// 16 lower-case hexadecimal digits.
std::string to_hex(uint64_t value);

}  // namespace attend
