#include "attend/data/token_cache.h"

#include <cerrno>
#include <cstdlib>
#include <optional>

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/stat.h>
#include <unistd.h>

#include "attend/core/error.h"
#include "attend/core/system_error.h"

namespace attend {

namespace {

namespace fs = std::filesystem;

std::optional<fs::path> user_cache_folder() {
  if (const char* cache = std::getenv("XDG_CACHE_HOME"); cache != nullptr && *cache == '/') {
    return fs::path(cache) / "attend" / "tokens";
  }
  if (const char* home = std::getenv("HOME"); home != nullptr && *home == '/') {
    return fs::path(home) / ".cache" / "attend" / "tokens";
  }
  return std::nullopt;
}

void prepare(const fs::path& folder) {
  create_folders(folder);
  if (access(folder.c_str(), W_OK | X_OK) != 0)
    throw system_error("writing to the cache (data.cache)", folder, errno);
}

bool can_be_prepared(const fs::path& folder) {
  try {
    prepare(folder);
    return true;
  } catch (const Error&) {
    return false;
  }
}

// What is equal while a file stays as it is; the time of the last change of status cannot be set back.
std::string identity(const fs::path& file) {
  struct stat status {};
  if (stat(file.c_str(), &status) != 0) throw system_error("reading a file", file, errno);
  return fmt::format("{} {} {} {}.{:09} {}.{:09}", status.st_dev, status.st_ino, status.st_size,
                     status.st_mtim.tv_sec, status.st_mtim.tv_nsec, status.st_ctim.tv_sec,
                     status.st_ctim.tv_nsec);
}

std::optional<uint64_t> remembered(const fs::path& note, const std::string& identity) {
  if (!fs::exists(note)) return std::nullopt;
  const Json json = Json::parse(read_file(note), nullptr, /*allow_exceptions=*/false);
  if (!json.is_object() || json.value("identity", Json()) != identity) return std::nullopt;
  const Json hash = json.value("hash", Json());
  return hash.is_number_unsigned() ? std::optional(hash.get<uint64_t>()) : std::nullopt;
}

std::optional<TokenStore> open_whole(const fs::path& folder, uint64_t key, int64_t columns) {
  if (!fs::exists(folder)) return std::nullopt;
  try {
    TokenStore store(folder);
    if (store.key() == key && store.columns() == columns) return store;
  } catch (const Error&) {
    // Damaged: it is built again.
  }
  return std::nullopt;
}

}  // namespace

TokenCache::TokenCache(const fs::path& folder) : folder_(folder) {
  if (!folder_.empty()) {
    prepare(folder_);
  } else if (const auto user = user_cache_folder(); user && can_be_prepared(*user)) {
    folder_ = *user;
  } else {
    folder_ = temporary_.emplace("tokens").path();
  }
}

uint64_t TokenCache::file_hash(const fs::path& file) const {
  const std::string path = fs::absolute(file).lexically_normal().string();
  const fs::path note = folder_ / ("file-" + to_hex(hash_bytes(path)) + ".json");
  const std::string before = identity(file);
  if (const auto hash = remembered(note, before)) return *hash;
  const MemoryMap map(file);
  const uint64_t hash = Hasher().add(map.bytes().data(), map.bytes().size()).value();
  if (identity(file) != before) {
    throw Error({.operation = "reading a file",
                 .where = file.string(),
                 .found = "changes while it is read",
                 .expected = "a file that is complete"});
  }
  write_file(note, Json{{"path", path}, {"identity", before}, {"hash", hash}}.dump(2) + "\n");
  return hash;
}

TokenCache::Entry TokenCache::open(uint64_t key, int64_t columns,
                                   const std::function<Json(TokenStoreWriter&)>& build) const {
  const fs::path folder = folder_ / ("tokens-" + to_hex(key));
  if (auto store = open_whole(folder, key, columns)) return {std::move(*store), true};
  TokenStoreWriter writer(folder, columns, key);
  writer.commit(build(writer));
  // Another process may be putting its own, equal store in place just now; a second look finds it.
  if (auto store = open_whole(folder, key, columns)) return {std::move(*store), false};
  return {TokenStore(folder), false};
}

}  // namespace attend
