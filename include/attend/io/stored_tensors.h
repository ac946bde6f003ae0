#pragma once

#include <filesystem>
#include <map>
#include <span>
#include <string>
#include <vector>

#include "attend/io/safetensors.h"

namespace attend {

/// The tensors of a model by name, whether they lie in one safetensors file or in several.
class StoredTensors {
 public:
  /// Opens a safetensors file, or a model folder with `model.safetensors` or `model.safetensors.index.json`
  /// and the shards that it names. Throws Error where a shard or one of its tensors is missing, where a name
  /// would leave the folder, and, with a word on how to convert them, for weights that only exist as a Python
  /// pickle.
  static StoredTensors open(const std::filesystem::path& path);

  /// Where the tensors come from, for messages.
  const std::filesystem::path& path() const { return path_; }
  /// All names, sorted.
  std::vector<std::string> names() const;
  bool contains(const std::string& name) const { return places_.contains(name); }
  /// The entry of tensor `name`. Throws Error where there is none; so does `bytes`.
  const StoredTensor& entry(const std::string& name) const;
  std::span<const std::byte> bytes(const std::string& name) const;
  const std::vector<SafetensorsFile>& files() const { return files_; }

  /// Throws Error where a model that `config` describes would have more numbers than are stored: a shape that
  /// a file claims is not to be made before it was compared with what is there. `what` names the sizes that
  /// give `count`.
  void check_room(double count, const std::string& what, const std::filesystem::path& config) const;

 private:
  struct Place {
    size_t file = 0;
    size_t tensor = 0;
  };

  static StoredTensors open_file(const std::filesystem::path& file);
  static StoredTensors open_shards(const std::filesystem::path& folder, const std::filesystem::path& index);
  const Place& place(const std::string& name) const;

  std::filesystem::path path_;
  std::vector<SafetensorsFile> files_;
  std::map<std::string, Place> places_;
};

}  // namespace attend
