#pragma once

#include <cstdint>
#include <filesystem>
#include <functional>
#include <optional>
#include <string>
#include <vector>

namespace attend {

/// Folder `checkpoints` of a run, and the links `last` and `best` beside it. A checkpoint is there whole,
/// with the checksums of its files, or not at all.
class CheckpointStore {
 public:
  /// Removes what killed writers have left. `keep`: newest checkpoints that stay, at least 1.
  CheckpointStore(std::filesystem::path run, int64_t keep);

  std::filesystem::path folder(int64_t update) const;  ///< checkpoints/step-0001000

  /// `write` fills a folder, which then becomes the checkpoint of `update` and `last`; `best` is linked to
  /// that of `best_update` (to `last` where it is 0). Removes those that are older than the newest `keep`,
  /// save the best.
  std::filesystem::path save(int64_t update, int64_t best_update,
                             const std::function<void(const std::filesystem::path& staged)>& write);

  /// Updates with a checkpoint, oldest first.
  std::vector<int64_t> updates() const;

  /// The newest checkpoint whose files are what their checksums say. Damaged ones are passed over, with a
  /// warning. Throws Error where none is whole, but `last` says that there was one.
  std::optional<int64_t> newest_whole() const;

  /// Points `last` and `best` to these (as in `save`).
  void link(int64_t last, int64_t best) const;

 private:
  void remove_old(int64_t update, int64_t best_update) const;

  std::filesystem::path run_;
  int64_t keep_;
};

/// The newest checkpoint of a run folder that is whole; empty where none was made. Throws as above.
std::filesystem::path newest_whole_checkpoint(const std::filesystem::path& run);

/// The last `count` checkpoints of a run folder, or all, oldest first. Throws Error where there are fewer, or
/// none.
std::vector<std::filesystem::path> last_checkpoints(const std::filesystem::path& run,
                                                    std::optional<int64_t> count = {});

}  // namespace attend
