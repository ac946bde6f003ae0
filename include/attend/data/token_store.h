#pragma once

#include <cstdint>
#include <filesystem>
#include <memory>
#include <span>
#include <vector>

#include "attend/core/file.h"
#include "attend/core/hash.h"
#include "attend/core/json.h"

namespace attend {

/// Examples as ids, in `columns` sequences each (source and target), memory-mapped, so that data may be
/// larger than memory. A folder of three files, little-endian:
///   ids         int32, the sequences one after the other: example 0 column 0, example 0 column 1, ...
///   offsets     uint64, where each sequence begins in ids, and the end: examples * columns + 1 numbers
///   store.json  format, version, key, examples, columns, tokens, max_id, content_hash, written_at, notes;
///   and a checksum of these
class TokenStore {
 public:
  /// Throws Error where the store is not whole: the sizes of the files, the order of the offsets, the
  /// checksum of store.json, and the content hash too where reading everything is quick (at most 64 MiB of
  /// ids) or where a file has another time than when the store was made: it was written to, or is a copy.
  explicit TokenStore(const std::filesystem::path& folder);

  int64_t size() const { return size_; }
  int64_t columns() const { return columns_; }
  std::span<const int32_t> ids(int64_t example, int64_t column) const {
    const size_t sequence = static_cast<size_t>(example * columns_ + column);
    return ids_.subspan(offsets_[sequence], offsets_[sequence + 1] - offsets_[sequence]);
  }
  int64_t length(int64_t example, int64_t column) const {
    return static_cast<int64_t>(ids(example, column).size());
  }

  int32_t max_id() const { return max_id_; }
  /// What the store was made from.
  uint64_t key() const { return key_; }
  /// XXH3 of ids and offsets: equal for equal examples, however they were made.
  uint64_t content_hash() const { return content_hash_; }
  /// What the writer wrote down beside the examples.
  const Json& notes() const { return notes_; }

  /// Reads everything and throws Error where it is not what was written.
  void verify() const;

 private:
  void read_description();
  void check_structure() const;

  std::filesystem::path folder_;
  MemoryMap ids_file_, offsets_file_;
  std::span<const int32_t> ids_;
  std::span<const uint64_t> offsets_;
  int64_t size_ = 0, columns_ = 0;
  int32_t max_id_ = 0;
  uint64_t key_ = 0, content_hash_ = 0;
  std::vector<int64_t> written_at_;
  Json notes_;
};

/// Writes a store example by example; it is there, whole, after `commit`.
class TokenStoreWriter {
 public:
  TokenStoreWriter(const std::filesystem::path& folder, int64_t columns, uint64_t key);

  /// One example: `columns` sequences of ids >= 0.
  void add(std::initializer_list<std::span<const int32_t>> sequences);
  void commit(const Json& notes);

 private:
  void end_sequence();

  AtomicFolder folder_;
  AtomicFile ids_, offsets_;
  Hasher ids_hash_, offsets_hash_;
  int64_t columns_, examples_ = 0;
  uint64_t key_, tokens_ = 0;
  int32_t max_id_ = -1;
};

}  // namespace attend
