#include "attend/io/checksums.h"

#include <algorithm>
#include <string>
#include <vector>

#include <fmt/format.h>

#include "attend/core/error.h"
#include "attend/core/file.h"
#include "attend/core/hash.h"
#include "attend/core/json.h"
#include "attend/io/model_folder.h"

namespace attend {
namespace {

namespace fs = std::filesystem;

constexpr const char* size_key = "size";
constexpr const char* hash_key = "xxh3_64";

std::string file_hash(const fs::path& path) {
  const MemoryMap map(path);
  const std::span<const std::byte> bytes = map.bytes();
  return to_hex(hash_bytes({reinterpret_cast<const char*>(bytes.data()), bytes.size()}));
}

[[noreturn]] void fail(const fs::path& path, const std::string& found, const std::string& expected) {
  throw Error({.operation = "verifying a checkpoint",
               .where = path.string(),
               .found = found,
               .expected = expected,
               .hint = "the file was changed or damaged after it was written; use another checkpoint"});
}

void verify_file(const fs::path& path, const Json& entry, const fs::path& list) {
  const bool complete = entry.is_object() && entry.contains(size_key) && entry.contains(hash_key) &&
                        entry[size_key].is_number_unsigned() && entry[hash_key].is_string();
  if (!complete) fail(list, entry.dump(), "an object of size and xxh3_64");
  if (!fs::is_regular_file(path))
    fail(path, "no such file", fmt::format("a file, as {} says", checksums_file));

  const uint64_t size = fs::file_size(path);
  if (entry[size_key] != size) {
    fail(path, fmt::format("{} bytes", size), fmt::format("{} bytes", entry[size_key].get<uint64_t>()));
  }
  const std::string hash = file_hash(path);
  if (entry[hash_key] != hash) fail(path, "XXH3-64 " + hash, "XXH3-64 " + entry[hash_key].get<std::string>());
}

}  // namespace

void write_checksums(const fs::path& folder) {
  std::vector<std::string> names;
  for (const fs::directory_entry& entry : fs::recursive_directory_iterator(folder)) {
    const std::string name = entry.path().lexically_relative(folder).generic_string();
    if (entry.is_regular_file() && name != checksums_file) names.push_back(name);
  }
  std::sort(names.begin(), names.end());

  Json files = Json::object();
  for (const std::string& name : names) {
    const fs::path path = folder / name;
    files[name] = {{size_key, fs::file_size(path)}, {hash_key, file_hash(path)}};
  }
  write_file(folder / checksums_file, Json{{"files", files}}.dump(2) + "\n");
}

bool verify_checksums(const fs::path& folder) {
  const fs::path list = folder / checksums_file;
  if (!fs::exists(list)) return false;
  const Json json = read_json_object(list);
  if (!json.contains("files") || !json["files"].is_object()) {
    fail(list, json.dump(), "an object of file names under files");
  }
  for (const auto& [name, entry] : json["files"].items()) {
    verify_file(path_inside(folder, name, list.string()), entry, list);
  }
  return true;
}

}  // namespace attend
