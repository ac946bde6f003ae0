#include "attend/io/stored_tensors.h"

#include <set>
#include <utility>

#include <fmt/format.h>

#include "attend/core/error.h"
#include "attend/core/json.h"
#include "attend/core/strings.h"
#include "attend/io/model_folder.h"

namespace attend {
namespace {

namespace fs = std::filesystem;

constexpr std::string_view single_name = "model.safetensors";
constexpr std::string_view index_name = "model.safetensors.index.json";

[[noreturn]] void refuse_index(const fs::path& path, const std::string& found) {
  throw Error({.operation = "reading a model folder",
               .where = path.string(),
               .found = found,
               .expected = "an object of tensor names and their shards under weight_map"});
}

/// The tensors' shards, by tensor name.
std::map<std::string, std::string> read_index(const fs::path& path) {
  const Json index = read_json_object(path);
  const auto weights = index.find("weight_map");
  if (weights == index.end() || !weights->is_object()) refuse_index(path, "no weight_map that is an object");
  std::map<std::string, std::string> shards;
  for (const auto& [tensor, shard] : weights->items()) {
    if (!shard.is_string())
      refuse_index(path, fmt::format("{} as the shard of \"{}\"", shard.dump(), tensor));
    shards[tensor] = shard.get<std::string>();
  }
  return shards;
}

}  // namespace

StoredTensors StoredTensors::open(const fs::path& path) {
  if (fs::is_directory(path)) {
    if (fs::exists(path / single_name)) return open_file(path / single_name);
    if (fs::exists(path / index_name)) return open_shards(path, path / index_name);
    refuse_weights(path);
  }
  if (path.extension() != ".safetensors" || !fs::exists(path)) refuse_weights(path);
  return open_file(path);
}

StoredTensors StoredTensors::open_file(const fs::path& file) {
  StoredTensors result;
  result.path_ = file;
  result.files_.emplace_back(file);
  const std::vector<StoredTensor>& tensors = result.files_[0].tensors();
  for (size_t i = 0; i < tensors.size(); ++i) result.places_[tensors[i].name] = {0, i};
  return result;
}

StoredTensors StoredTensors::open_shards(const fs::path& folder, const fs::path& index) {
  const std::map<std::string, std::string> shards = read_index(index);
  std::set<std::string> names;
  for (const auto& [tensor, shard] : shards) names.insert(shard);

  StoredTensors result;
  result.path_ = index;
  for (const std::string& name : names) {
    const fs::path path = path_inside(folder, name, index.string());
    if (!fs::is_regular_file(path)) {
      throw Error({.operation = "opening a model's weights",
                   .where = index.string(),
                   .found = fmt::format("no file {}", name),
                   .expected = "every shard that the index names"});
    }
    const size_t file = result.files_.size();
    const std::vector<StoredTensor>& tensors = result.files_.emplace_back(path).tensors();
    for (size_t i = 0; i < tensors.size(); ++i) {
      const auto entry = shards.find(tensors[i].name);
      if (entry != shards.end() && entry->second == name) result.places_[tensors[i].name] = {file, i};
    }
  }
  for (const auto& [tensor, shard] : shards) {
    if (result.contains(tensor)) continue;
    throw Error({.operation = "opening a model's weights",
                 .where = (folder / shard).string(),
                 .found = fmt::format("no tensor \"{}\"", tensor),
                 .expected = fmt::format("it there, as {} says", index_name)});
  }
  return result;
}

std::vector<std::string> StoredTensors::names() const {
  std::vector<std::string> names;
  for (const auto& [name, place] : places_) names.push_back(name);
  return names;
}

const StoredTensors::Place& StoredTensors::place(const std::string& name) const {
  const auto place = places_.find(name);
  if (place != places_.end()) return place->second;
  const auto similar = nearest(name, names());
  throw Error({.operation = "reading a tensor",
               .where = path_.string(),
               .found = fmt::format("no tensor \"{}\"", name),
               .hint = similar ? fmt::format("there is \"{}\"", *similar) : ""});
}

const StoredTensor& StoredTensors::entry(const std::string& name) const {
  const Place& at = place(name);
  return files_[at.file].tensors()[at.tensor];
}

std::span<const std::byte> StoredTensors::bytes(const std::string& name) const {
  const Place& at = place(name);
  return files_[at.file].bytes(files_[at.file].tensors()[at.tensor]);
}

void StoredTensors::check_room(double count, const std::string& what,
                               const std::filesystem::path& config) const {
  double stored = 0;
  for (const auto& file : files_) {
    for (const auto& tensor : file.tensors())
      stored +=
          static_cast<double>(tensor.end - tensor.begin) / static_cast<double>(element_size(tensor.type));
  }
  if (count <= stored) return;
  throw Error({.operation = "opening a model",
               .where = config.string(),
               .found = fmt::format("{} for {:.0f} numbers", what, count),
               .expected = fmt::format("no more than the {:.0f} that {} holds", stored, path_.string())});
}

}  // namespace attend
