#pragma once

#include <cstdint>
#include <filesystem>
#include <functional>
#include <optional>

#include "attend/core/temporary_folder.h"
#include "attend/data/token_store.h"

namespace attend {

/// A folder of token stores by key. Several processes may use one at the same time: each builds beside the
/// final name, and the last to finish stays. A store that is not whole is built again.
class TokenCache {
 public:
  /// `folder` empty means $XDG_CACHE_HOME/attend/tokens or ~/.cache/attend/tokens, and where that cannot be
  /// written a temporary folder that goes with this object (stores opened from it stay valid). Throws Error
  /// where `folder` is given and cannot be written.
  explicit TokenCache(const std::filesystem::path& folder = {});

  /// XXH3 of the bytes of `file`. Remembered by path, device, inode, size and times, so that an unchanged
  /// file is not read again.
  uint64_t file_hash(const std::filesystem::path& file) const;

  struct Entry {
    TokenStore store;
    bool reused = false;  ///< found, not built
  };
  /// The store of `key` with `columns` sequences per example. Where there is none, `build` adds the examples
  /// and returns the store's notes.
  Entry open(uint64_t key, int64_t columns, const std::function<Json(TokenStoreWriter&)>& build) const;

  const std::filesystem::path& folder() const { return folder_; }
  bool is_temporary() const { return temporary_.has_value(); }

 private:
  std::optional<TemporaryFolder> temporary_;
  std::filesystem::path folder_;
};

}  // namespace attend
