#include "attend/io/checksums.h"

#include <algorithm>
#include <functional>
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

[[noreturn]] void fail(const fs::path& path, const std::string& found, const std::string& expected) {
  throw Error({.operation = "verifying a checkpoint",
               .where = path.string(),
               .found = found,
               .expected = expected,
               .hint = "the file was changed or damaged after it was written; use another checkpoint"});
}

// A file as its entry in the list says it was written.
struct Written {
  uint64_t size;
  std::string hash;
};

Written read_entry(const Json& entry, const fs::path& list) {
  const bool complete = entry.is_object() && entry.contains(size_key) && entry.contains(hash_key) &&
                        entry[size_key].is_number_unsigned() && entry[hash_key].is_string();
  if (!complete) fail(list, entry.dump(), "an object of size and xxh3_64");
  return {entry[size_key].get<uint64_t>(), entry[hash_key].get<std::string>()};
}

void verify_size(const fs::path& path, const Written& written) {
  if (!fs::is_regular_file(path))
    fail(path, "no such file", fmt::format("a file, as {} says", checksums_file));

  const uint64_t size = fs::file_size(path);
  if (written.size != size) fail(path, fmt::format("{} bytes", size), fmt::format("{} bytes", written.size));
}

void verify_bytes(const fs::path& path, const Written& written) {
  const std::string hash = to_hex(hash_file(path));
  if (written.hash != hash) fail(path, "XXH3-64 " + hash, "XXH3-64 " + written.hash);
}

bool verify(const fs::path& folder, const std::function<bool(const std::string&)>& is_read) {
  const fs::path list = folder / checksums_file;
  if (!fs::exists(list)) return false;
  const Json json = read_json_object(list);
  if (!json.contains("files") || !json["files"].is_object()) {
    fail(list, json.dump(), "an object of file names under files");
  }
  for (const auto& [name, entry] : json["files"].items()) {
    const fs::path path = path_inside(folder, name, list.string());
    const Written written = read_entry(entry, list);
    verify_size(path, written);
    if (is_read(name)) verify_bytes(path, written);
  }
  return true;
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
    files[name] = {{size_key, fs::file_size(path)}, {hash_key, to_hex(hash_file(path))}};
  }
  write_file(folder / checksums_file, Json{{"files", files}}.dump(2) + "\n");
}

bool verify_checksums(const fs::path& folder) {
  return verify(folder, [](const std::string&) { return true; });
}

bool verify_model_checksums(const fs::path& folder) {
  return verify(folder, [](const std::string& name) { return name != training_state_file; });
}

}  // namespace attend
