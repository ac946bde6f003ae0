#include "attend/training/checkpoint_store.h"

#include <algorithm>
#include <charconv>
#include <utility>

#include "attend/core/error.h"
#include "attend/core/file.h"
#include "attend/core/log.h"
#include "attend/io/checksums.h"

namespace attend {
namespace {

namespace fs = std::filesystem;

constexpr std::string_view step_prefix = "step-";
constexpr std::string_view hidden_prefix = ".step-";  // being written or removed

fs::path checkpoint_folder(const fs::path& run, int64_t update) {
  const std::string digits = std::to_string(update);
  const std::string zeros(7 - std::min<size_t>(digits.size(), 7), '0');
  return run / "checkpoints" / (std::string(step_prefix) + zeros + digits);
}

std::optional<int64_t> update_of(const std::string& name) {
  if (!name.starts_with(step_prefix)) return std::nullopt;
  int64_t update = 0;
  const char* end = name.data() + name.size();
  const auto [stopped, error] = std::from_chars(name.data() + step_prefix.size(), end, update);
  if (error != std::errc() || stopped != end) return std::nullopt;
  return update;
}

std::vector<int64_t> updates_in(const fs::path& run) {
  std::vector<int64_t> updates;
  std::error_code missing;
  for (const auto& entry : fs::directory_iterator(run / "checkpoints", missing))
    if (const auto update = update_of(entry.path().filename().string())) updates.push_back(*update);
  std::ranges::sort(updates);
  return updates;
}

// A run that saved something does not begin anew without a word.
void refuse_lost(const fs::path& run) {
  const auto last = run / "last";
  if (!fs::is_symlink(fs::symlink_status(last))) return;
  throw Error({.operation = "going on with a run",
               .where = run.string(),
               .found = "no whole checkpoint",
               .expected = (run / fs::read_symlink(last)).string() + ", which is the last one",
               .hint = "bring the checkpoints back, or start a new run with --output"});
}

std::optional<int64_t> newest_whole_in(const fs::path& run) {
  std::vector<int64_t> newest_first = updates_in(run);
  std::ranges::reverse(newest_first);
  for (const int64_t update : newest_first) {
    const fs::path folder = checkpoint_folder(run, update);
    try {
      if (verify_checksums(folder)) return update;
      log_warning(folder.string() + " has no checksums and is passed over");
    } catch (const Error& damage) {  // an older one may be whole, so this is not the end
      log_warning(folder.string() + " is damaged and is passed over: " + damage.what());
    }
  }
  refuse_lost(run);
  return std::nullopt;
}

}  // namespace

CheckpointStore::CheckpointStore(std::filesystem::path run, int64_t keep)
    : run_(std::move(run)), keep_(keep) {
  create_folders(run_ / "checkpoints");
  std::vector<fs::path> left_over;
  for (const auto& entry : fs::directory_iterator(run_ / "checkpoints"))
    if (entry.path().filename().string().starts_with(hidden_prefix)) left_over.push_back(entry.path());
  for (const fs::path& path : left_over) fs::remove_all(path);
}

fs::path CheckpointStore::folder(int64_t update) const { return checkpoint_folder(run_, update); }

std::vector<int64_t> CheckpointStore::updates() const { return updates_in(run_); }

fs::path CheckpointStore::save(int64_t update, int64_t best_update,
                               const std::function<void(const fs::path& staged)>& write) {
  AtomicFolder checkpoint(folder(update));
  write(checkpoint.staged());
  write_checksums(checkpoint.staged());
  checkpoint.commit();
  link(update, best_update);
  remove_old(update, best_update);
  return folder(update);
}

void CheckpointStore::link(int64_t last, int64_t best) const {
  const bool has_best = best > 0 && fs::exists(folder(best));
  replace_link(run_ / "best", folder(has_best ? best : last));
  replace_link(run_ / "last", folder(last));
}

void CheckpointStore::remove_old(int64_t update, int64_t best_update) const {
  std::vector<int64_t> old = updates();
  std::erase_if(old, [&](int64_t other) { return other > update; });
  old.resize(old.size() - std::min(old.size(), static_cast<size_t>(keep_)));
  std::erase(old, best_update);
  for (const int64_t other : old) {
    // Renamed first, so that nobody meets one that is half there.
    const fs::path hidden = run_ / "checkpoints" / ("." + folder(other).filename().string() + ".removed");
    fs::rename(folder(other), hidden);
    fs::remove_all(hidden);
  }
}

std::optional<int64_t> CheckpointStore::newest_whole() const { return newest_whole_in(run_); }

fs::path newest_whole_checkpoint(const fs::path& run) {
  const auto newest = newest_whole_in(run);
  return newest ? checkpoint_folder(run, *newest) : fs::path();
}

std::vector<fs::path> last_checkpoints(const fs::path& run, std::optional<int64_t> count) {
  if (!fs::is_directory(run)) {
    throw UsageError({.operation = "choosing checkpoints",
                      .where = run.string(),
                      .found = fs::exists(run) ? "a file" : "no such folder",
                      .expected = "a run folder"});
  }
  const std::vector<int64_t> updates = updates_in(run);
  const auto there = static_cast<int64_t>(updates.size());
  if (there < count.value_or(1)) {
    throw Error({.operation = "choosing checkpoints",
                 .where = run.string(),
                 .found = "checkpoints: " + std::to_string(there),
                 .expected = std::to_string(count.value_or(1)),
                 .hint = "checkpoints.keep says how many stay"});
  }
  std::vector<fs::path> folders;
  for (auto update = updates.end() - count.value_or(there); update != updates.end(); ++update)
    folders.push_back(checkpoint_folder(run, *update));
  return folders;
}

}  // namespace attend
